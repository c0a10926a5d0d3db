/// Where a converted plane lies in the buffer.
struct TargetPlane {
    let offset: Int
    let stride: Int
    let width: Int
    let height: Int

    func fill(
        _ base: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>, stride sourceStride: Int,
        range: SampleRange
    ) {
        for row in 0..<height {
            range.convert(source + row * sourceStride, to: base + offset + row * stride, count: width)
        }
    }

    /// Fills the last block of each row, so that its edge does not ring into the picture.
    func repeatLastSamples(_ base: UnsafeMutablePointer<UInt8>) {
        guard width < stride, width > 0 else { return }
        for row in 0..<height {
            let start = base + offset + row * stride
            (start + width).update(repeating: start[width - 1], count: stride - width)
        }
    }
}
