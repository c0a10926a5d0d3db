import CFFmpeg

extension AVFrame {
    /// A plane's first sample, 0 for luma.
    func plane(_ index: Int) -> UnsafePointer<UInt8>? {
        let planes = [data.0, data.1, data.2]
        return UnsafePointer(planes[index])
    }

    /// The bytes from a row of a plane to the next.
    func stride(_ index: Int) -> Int {
        Int([linesize.0, linesize.1, linesize.2][index])
    }
}
