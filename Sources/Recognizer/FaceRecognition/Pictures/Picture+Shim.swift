internal import CDlib

extension Picture {
    /// Lends the pixels to dlib's shim.
    func withShimPicture<Result>(_ body: (CDlibPicture) -> Result) -> Result {
        pixels.withUnsafeBufferPointer { buffer in
            body(
                CDlibPicture(
                    pixels: buffer.baseAddress, width: Int32(clamping: width),
                    height: Int32(clamping: height),
                    stride: Int32(clamping: width * format.bytes)))
        }
    }
}
