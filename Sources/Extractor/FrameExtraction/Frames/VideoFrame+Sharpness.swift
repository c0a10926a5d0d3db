import CFFmpeg

extension VideoFrame {
    /// How much there is to see: the sum of the differences between neighbors in the luma, in levels of the picture's
    /// own bit depth. Of frames of one scene the sharpest has the largest, since blur takes differences away.
    ///
    /// Every other row is looked at, which takes about a thirtieth of what encoding the frame takes.
    public var sharpness: Int {
        let picture = picture.pointee
        guard let layout = PlaneLayout(AVPixelFormat(picture.format)), let luma = picture.plane(0) else {
            return 0
        }
        let stride = picture.stride(0)
        var sum = 0
        for row in Swift.stride(from: 0, to: Int(picture.height) - 1, by: 2) {
            let here = luma + row * stride
            let below = here + stride
            let count = Int(picture.width) - 1
            sum +=
                layout.sampleSize == 1
                ? Self.differences(here, below, count: count)
                : UnsafeRawPointer(here).withMemoryRebound(to: UInt16.self, capacity: count + 1) { here in
                    UnsafeRawPointer(below).withMemoryRebound(to: UInt16.self, capacity: count + 1) {
                        Self.differences(here, $0, count: count)
                    }
                }
        }
        return sum
    }

    /// A row's differences to the right and down. Samples have 14 bits at most, so 32 bits hold the sum of 131,072, and
    /// make vector instructions of the loop.
    private static func differences<Sample: FixedWidthInteger & UnsignedInteger>(
        _ here: UnsafePointer<Sample>, _ below: UnsafePointer<Sample>, count: Int
    ) -> Int {
        guard count > 0 else { return 0 }
        var sum: UInt32 = 0
        for index in 0..<count {
            let sample = Int32(truncatingIfNeeded: here[index])
            sum &+= (sample &- Int32(truncatingIfNeeded: here[index + 1])).magnitude
            sum &+= (sample &- Int32(truncatingIfNeeded: below[index])).magnitude
        }
        return Int(sum)
    }
}
