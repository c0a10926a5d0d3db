import Foundation
import RollcallFunction
import Testing

/// What one clip needed of memory is there for the next one.
struct ClipMemoryTests {
    @Test func theNextClipFindsItsPagesInPlace() async {
        ClipMemory.keep()
        // A thread has a heap of its own, and faults that are counted for it alone.
        let faults = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: (Self.faultsOfAClip(), Self.faultsOfAClip())) }.start()
        }
        #expect(faults.0 > 1_000)
        #expect(faults.1 < faults.0 / 20)
    }

    /// The page faults of one clip's pictures, of 640 x 480.
    private static func faultsOfAClip() -> Int {
        let before = faults()
        let pictures = (0..<15).map { _ in
            UnsafeMutableRawBufferPointer.allocate(byteCount: 640 * 480 * 3 / 2, alignment: 16)
        }
        for picture in pictures { picture.initializeMemory(as: UInt8.self, repeating: 1) }
        for picture in pictures { picture.deallocate() }
        return faults() - before
    }

    private static func faults() -> Int {
        var usage = rusage()
        // RUSAGE_THREAD of getrusage(2), which the C library's module leaves out.
        getrusage(1, &usage)
        return usage.ru_minflt
    }
}
