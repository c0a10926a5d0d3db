import CFFmpeg

/// Decodes a clip in memory, frame after frame in presentation order.
///
/// It takes H.264 as a raw byte stream (Annex B), in MP4, Matroska and MPEG-TS. Frames that are damaged, and those
/// that were coded after them up to the next key frame and so build on them, are left out: a clip that is cut off
/// yields the frames before the cut.
///
/// It decodes on the caller's thread.
public final class ClipDecoder {
    /// The number of frames handed out so far.
    public private(set) var intactFrames = 0

    /// The number of frames left out because they are damaged, so far.
    public private(set) var damagedFrames = 0

    private let demuxer: ClipDemuxer
    private let limits: ClipLimits
    private let gate: PictureGate
    private var codec: H264Codec?
    private var isAtEnd = false
    private var packets: Int64 = 0
    private var damage = DamageRecord()
    private var lastFailure: Int32?
    /// What the last picture said that said something: it holds for those after it.
    private var quarterTurns = 0

    /// Opens a clip. Nothing is decoded yet.
    ///
    /// - Throws: `ClipError` if it is empty, or not a clip.
    public init(_ clip: [UInt8], limits: ClipLimits = ClipLimits()) throws(ClipError) {
        FFmpegSetup.once
        self.limits = limits
        gate = PictureGate(limits)
        demuxer = try ClipDemuxer(clip, limits: limits)
    }

    /// The next intact frame, or nil after the last.
    ///
    /// - Throws: `ClipError` past a limit, and at the end if not a single frame was intact.
    public func next() throws(ClipError) -> VideoFrame? {
        if codec == nil, !isAtEnd { try openCodec() }
        while let codec, !isAtEnd {
            let frame = try VideoFrame()
            switch codec.receive(frame) {
            case .frame:
                quarterTurns = frame.statedQuarterTurns ?? quarterTurns
                frame.quarterTurns = quarterTurns
                if try accept(frame) { return frame }
            case .needsInput:
                try feed(demuxer.next(), to: codec)
            case .end:
                isAtEnd = true
            case .failed(let status):
                try note(status)
            }
        }
        // Past the deadline nothing more is read, so that this may not be the clip's end.
        if limits.isPastDeadline { throw .outOfTime(framesDecoded: intactFrames + damagedFrames) }
        guard intactFrames > 0 else { throw noFrame }
        return nil
    }

    /// The first packet tells which codec the video needs.
    private func openCodec() throws(ClipError) {
        guard let packet = try demuxer.next(), let parameters = demuxer.videoParameters else {
            isAtEnd = true
            return
        }
        let codec = try H264Codec(parameters, gate: gate)
        self.codec = codec
        try feed(packet, to: codec)
    }

    private func feed(_ packet: UnsafeMutablePointer<AVPacket>?, to codec: H264Codec) throws(ClipError) {
        if limits.isPastDeadline {
            throw .outOfTime(framesDecoded: intactFrames + damagedFrames)
        }
        guard packets <= limits.maximumPackets else {
            throw .tooManyFrames(maximum: limits.maximumFrames)
        }
        // The decoder hands a packet's time on to its frame; here it carries the number in decoding order.
        packet?.pointee.pts = packets
        let status = codec.send(packet)
        if status < 0 { try note(status) }
        packets += 1
    }

    private func note(_ status: Int32) throws(ClipError) {
        if let refusal = gate.refusal { throw refusal }
        if status == rollcall_av_out_of_memory() { throw .outOfMemory }
        lastFailure = status
        damage.note(packets)
    }

    private func accept(_ frame: VideoFrame) throws(ClipError) -> Bool {
        guard intactFrames + damagedFrames < limits.maximumFrames else {
            throw .tooManyFrames(maximum: limits.maximumFrames)
        }
        let isIntact = damage.isIntact(
            frame.decodingOrder, isKeyFrame: frame.isKeyFrame, isDamaged: frame.isDamaged)
        if isIntact { intactFrames += 1 } else { damagedFrames += 1 }
        return isIntact
    }

    private var noFrame: ClipError {
        if codec == nil, demuxer.container != .annexB {
            return .noVideo(container: demuxer.container.demuxerName)
        }
        let reason = lastFailure.map(FFmpegStatus.text) ?? "parts of the video are missing"
        return .noIntactFrame(damaged: damagedFrames, reason: reason)
    }
}
