/// A photograph, upright, and the faces in it.
struct Photograph {
    /// RGB.
    let picture: Picture
    /// The surest first, in the picture's pixels.
    let faces: [DetectedFace]

    /// The longer side of the picture that is searched first: a face that fills a large picture is larger than any that
    /// detectors were trained on.
    private static let searchedSide = 640

    /// Decodes a photograph and finds its faces.
    ///
    /// - Parameters:
    ///   - jpeg: The file's bytes.
    ///   - maximumSide: The picture is halved, at most to an eighth, while its longer side is larger.
    /// - Throws: `PictureError` if it cannot be decoded, `ModelError` if the detector fails.
    init(jpeg: [UInt8], maximumSide: Int, detector: FaceDetector) throws {
        let orientation = PictureOrientation(jpeg: jpeg)
        picture = try Picture(jpeg: jpeg, as: .rgb, maximumSide: maximumSide, whole: true).turned(
            from: orientation)
        let reduced = try Picture(jpeg: jpeg, as: .rgb, maximumSide: min(maximumSide, Self.searchedSide))
            .turned(from: orientation)
        let near = try detector.faces(in: reduced)
        guard near.isEmpty, reduced.width < picture.width else {
            let scale = Float(picture.width) / Float(reduced.width)
            faces = near.map { $0.moved(x: (scale - 1) / 2, y: (scale - 1) / 2, scale: scale) }
            return
        }
        faces = try detector.faces(in: picture)
    }
}
