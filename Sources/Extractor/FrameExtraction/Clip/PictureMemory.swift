import CFFmpeg
import Synchronization

/// Counts the bytes of the decoded pictures that are in memory, wherever they are: with the decoder, which keeps up
/// to 33 if a stream says so, or with the caller.
final class PictureMemory: Sendable {
    /// The bound, in bytes.
    let maximum: Int

    private let used = Atomic(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Counts a picture until FFmpeg or the caller lets go of it, or returns false if it is one too many.
    func take(for frame: UnsafeMutablePointer<AVFrame>) -> Bool {
        let size = frame.pointee.byteCount
        guard used.add(size, ordering: .relaxed).newValue <= maximum else {
            used.subtract(size, ordering: .relaxed)
            return false
        }
        // FFmpeg copies the reference with every reference to the picture, and frees it with the last.
        let opaque = Unmanaged.passRetained(PictureShare(memory: self, size: size)).toOpaque()
        let share = av_buffer_create(
            opaque.assumingMemoryBound(to: UInt8.self), 0,
            { _, opaque in opaque.map { Unmanaged<PictureShare>.fromOpaque($0).release() } }, opaque, 0)
        guard let share else {
            Unmanaged<PictureShare>.fromOpaque(opaque).release()
            return false
        }
        frame.pointee.opaque_ref = share
        return true
    }

    fileprivate func giveBack(_ size: Int) {
        used.subtract(size, ordering: .relaxed)
    }
}

/// One picture's part of the memory, given back when it ends.
private final class PictureShare {
    private let memory: PictureMemory
    private let size: Int

    init(memory: PictureMemory, size: Int) {
        self.memory = memory
        self.size = size
    }

    deinit { memory.giveBack(size) }
}

extension AVFrame {
    /// The bytes of its planes.
    var byteCount: Int {
        [buf.0, buf.1, buf.2].reduce(0) { $0 + ($1.map { Int($0.pointee.size) } ?? 0) }
    }
}
