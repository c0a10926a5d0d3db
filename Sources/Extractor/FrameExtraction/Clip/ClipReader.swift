import CFFmpeg

/// Lets FFmpeg read a clip that is in memory, with seeking, as MP4 needs.
final class ClipReader {
    /// FFmpeg's side of it; lives as long as the reader.
    let context: UnsafeMutablePointer<AVIOContext>

    /// Asked before each read; the clip ends where it is false.
    var mayGoOn: () -> Bool = { true }

    private let clip: [UInt8]
    private let limits: ClipLimits
    private var position = 0

    /// How much is copied at a time: little, since FFmpeg can spend long on it before it asks again.
    private static let bufferSize = 4 << 10

    init(_ clip: [UInt8], limits: ClipLimits) throws(ClipError) {
        self.clip = clip
        self.limits = limits
        guard let buffer = av_malloc(Self.bufferSize) else { throw .outOfMemory }
        // The context cannot exist without its reader, nor the reader before its context.
        guard
            let context = avio_alloc_context(
                buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 0, nil,
                { ClipReader.from($0)?.read(into: $1, count: $2) ?? rollcall_av_invalid_argument() },
                nil,
                { ClipReader.from($0)?.seek(to: $1, whence: $2) ?? Int64(rollcall_av_invalid_argument()) })
        else {
            av_free(buffer)
            throw .outOfMemory
        }
        self.context = context
        context.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        // FFmpeg may have exchanged the buffer for another.
        av_free(context.pointee.buffer)
        var context: UnsafeMutablePointer<AVIOContext>? = context
        avio_context_free(&context)
    }

    private static func from(_ opaque: UnsafeMutableRawPointer?) -> ClipReader? {
        opaque.map { Unmanaged<ClipReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func read(into buffer: UnsafeMutablePointer<UInt8>?, count: Int32) -> Int32 {
        // FFmpeg can go on for long before it hands out a packet.
        guard mayGoOn(), !limits.isPastDeadline else { return rollcall_av_end_of_file() }
        let count = min(Int(count), clip.count - position)
        guard let buffer, count > 0 else { return rollcall_av_end_of_file() }
        clip.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            buffer.update(from: start + position, count: count)
        }
        position += count
        return Int32(count)
    }

    private func seek(to offset: Int64, whence: Int32) -> Int64 {
        let base: Int
        switch whence & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return Int64(clip.count)
        case SEEK_SET: base = 0
        case SEEK_CUR: base = position
        case SEEK_END: base = clip.count
        default: return Int64(rollcall_av_invalid_argument())
        }
        let (target, overflow) = Int64(base).addingReportingOverflow(offset)
        guard !overflow, (0...Int64(clip.count)).contains(target) else {
            return Int64(rollcall_av_invalid_argument())
        }
        position = Int(target)
        return target
    }
}
