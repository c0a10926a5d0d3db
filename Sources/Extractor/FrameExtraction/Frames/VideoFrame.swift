import CFFmpeg

/// One decoded picture, as planes of luma and chroma the way they were coded.
public final class VideoFrame {
    let picture: UnsafeMutablePointer<AVFrame>

    /// How many quarter turns to the right, 0 to 3, make the picture upright.
    public internal(set) var quarterTurns = 0

    init() throws(ClipError) {
        guard let picture = av_frame_alloc() else { throw .outOfMemory }
        self.picture = picture
    }

    deinit {
        var picture: UnsafeMutablePointer<AVFrame>? = picture
        av_frame_free(&picture)
    }

    /// Pixels across, as filmed.
    public var width: Int { Int(picture.pointee.width) }

    /// Pixels down, as filmed.
    public var height: Int { Int(picture.pointee.height) }

    /// The bytes of its planes in memory.
    public var byteCount: Int { picture.pointee.byteCount }

    /// Whether the decoder had to make up a part of the picture.
    var isDamaged: Bool {
        picture.pointee.decode_error_flags != 0 || picture.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
    }

    /// The number that the decoder was given with the picture's packet.
    var decodingOrder: Int64 { picture.pointee.pts }

    /// The quarter turns to the right that the stream asks for at this picture (ITU-T H.264, D.2.29, display
    /// orientation SEI message); nil where it says nothing.
    var statedQuarterTurns: Int? {
        guard let data = av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX)?.pointee,
            data.size >= 9 * MemoryLayout<Int32>.size
        else { return nil }
        let angle = data.data.withMemoryRebound(to: Int32.self, capacity: 9) { av_display_rotation_get($0) }
        // Anticlockwise, from -180 to 180 degrees.
        guard angle.isFinite else { return nil }
        return (4 - Int((angle / 90).rounded())) % 4
    }

    /// Whether decoding can begin here.
    var isKeyFrame: Bool { rollcall_av_is_key_frame(picture) != 0 }
}
