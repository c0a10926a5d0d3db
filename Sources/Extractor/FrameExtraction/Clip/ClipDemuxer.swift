import CFFmpeg

/// Takes the packets of the first video stream out of a clip.
///
/// The streams' parameters come from the container's headers, or, in raw H.264, from the parameter sets in the
/// packets. FFmpeg's search for them (`avformat_find_stream_info`) would decode the first frames twice.
final class ClipDemuxer {
    /// How the clip is wrapped.
    let container: ClipContainer

    private let reader: ClipReader
    private var format: UnsafeMutablePointer<AVFormatContext>?
    private let packet: UnsafeMutablePointer<AVPacket>
    private var videoStream: Int32?

    /// A phone's film has a video, a sound and some tracks of measurements; FFmpeg's own bound is 1000.
    private static let maximumStreams: Int32 = 16

    /// A camera sends one program. FFmpeg compares each program of a transport stream's tables with all others, so that
    /// 37 kB that list 8,000 took it 40 seconds.
    private static let maximumPrograms: UInt32 = 16

    /// How far FFmpeg looks for a transport stream's tables; its own bound is 5 MB.
    private static let probeSize: Int64 = 1 << 20

    init(_ clip: [UInt8], limits: ClipLimits) throws(ClipError) {
        guard !clip.isEmpty else { throw .empty }
        guard let container = ClipContainer(of: clip) else {
            throw .unknownFormat(firstBytes: Array(clip.prefix(8)))
        }
        self.container = container
        let filtered = container == .mp4 ? try MP4Filter.filter(clip, limits: limits) : clip
        reader = try ClipReader(filtered, limits: limits)
        guard let packet = av_packet_alloc() else { throw .outOfMemory }
        self.packet = packet
        format = avformat_alloc_context()
        guard let format else { throw .outOfMemory }
        format.pointee.pb = reader.context
        format.pointee.max_streams = Self.maximumStreams
        format.pointee.probesize = Self.probeSize
        reader.mayGoOn = { format.pointee.nb_programs <= Self.maximumPrograms }
        // Only MP4's index may lie anywhere. Without seeking FFmpeg reads no index, tags or attachments of the others.
        if container != .mp4 { reader.context.pointee.seekable = 0 }
        let status = avformat_open_input(&self.format, nil, av_find_input_format(container.demuxerName), nil)
        guard status >= 0 else {
            throw .unreadable(container: container.demuxerName, reason: FFmpegStatus.text(status))
        }
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&packet)
        avformat_close_input(&format)
    }

    /// The next packet of the video, good until the next call, or nil after the last. Throws `tooManyPrograms`.
    func next() throws(ClipError) -> UnsafeMutablePointer<AVPacket>? {
        guard let format else { return nil }
        while true {
            av_packet_unref(packet)
            let status = av_read_frame(format, packet)
            guard format.pointee.nb_programs <= Self.maximumPrograms else {
                throw .tooManyPrograms(maximum: Int(Self.maximumPrograms))
            }
            guard status >= 0 else { return nil }
            if packet.pointee.stream_index == selectStream(format) { return packet }
        }
    }

    /// The parameters of the stream that the packets are of, or nil before the first packet.
    var videoParameters: UnsafeMutablePointer<AVCodecParameters>? {
        guard let format, let videoStream else { return nil }
        return format.pointee.streams[Int(videoStream)]?.pointee.codecpar
    }

    /// A transport stream's streams come to light while it is read, so this is asked for every packet.
    private func selectStream(_ format: UnsafeMutablePointer<AVFormatContext>) -> Int32? {
        if let videoStream { return videoStream }
        for index in 0..<Int(format.pointee.nb_streams) {
            guard let stream = format.pointee.streams[index] else { continue }
            let isVideo = stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
            let isCoverPicture = stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
            if videoStream == nil, isVideo, !isCoverPicture {
                videoStream = Int32(index)
            } else {
                stream.pointee.discard = AVDISCARD_ALL
            }
        }
        return videoStream
    }
}
