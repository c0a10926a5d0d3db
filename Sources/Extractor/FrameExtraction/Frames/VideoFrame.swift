import CFFmpeg

/// One decoded picture, as planes of luma and chroma the way they were coded.
public final class VideoFrame {
    let picture: UnsafeMutablePointer<AVFrame>

    init() throws(ClipError) {
        guard let picture = av_frame_alloc() else { throw .outOfMemory }
        self.picture = picture
    }

    deinit {
        var picture: UnsafeMutablePointer<AVFrame>? = picture
        av_frame_free(&picture)
    }

    /// Pixels across.
    public var width: Int { Int(picture.pointee.width) }

    /// Pixels down.
    public var height: Int { Int(picture.pointee.height) }

    /// The bytes of its planes in memory.
    public var byteCount: Int { picture.pointee.byteCount }

    /// Whether the decoder had to make up a part of the picture.
    var isDamaged: Bool {
        picture.pointee.decode_error_flags != 0 || picture.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
    }

    /// The number that the decoder was given with the picture's packet.
    var decodingOrder: Int64 { picture.pointee.pts }

    /// Whether decoding can begin here.
    var isKeyFrame: Bool { rollcall_av_is_key_frame(picture) != 0 }
}
