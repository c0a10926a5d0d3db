internal import CDlib
internal import Glibc
internal import Synchronization

/// Finds frontal faces: dlib's histogram-of-oriented-gradients detector (King, "Max-Margin Object Detection",
/// arXiv:1502.00046).
public final class FaceDetector: Sendable {
    /// The most faces that one picture can have.
    static let maximumFaces = 64

    /// The search keeps memory from one picture to the next, so pictures take turns.
    private let handle: Mutex<OpaquePointer>

    /// Loads a detector that set-up serialised, in about a millisecond.
    public init(path: String) throws(ModelError) {
        var error = ShimError()
        guard let opened = CDlibDetector_open(path, &error.text) else {
            throw .cannotLoad(path: path, reason: error.reason)
        }
        handle = Mutex(opened)
    }

    deinit {
        handle.withLock { CDlibDetector_close($0) }
    }

    /// The faces of a grey picture, the surest first.
    ///
    /// - Parameters:
    ///   - picture: Grey.
    ///   - minimumScore: The least confidence, see `DetectedFace.score`.
    ///   - upsampled: Doubles the picture first: faces from 40 pixels are found instead of from 80, for four times
    ///     the work.
    public func faces(
        in picture: Picture, minimumScore: Double = 0, upsampled: Bool = false
    ) throws(ModelError) -> [DetectedFace] {
        guard upsampled else { return try detect(picture, minimumScore: minimumScore) }
        return try detect(try Self.doubled(picture), minimumScore: minimumScore).map { face in
            let box = face.box
            return DetectedFace(
                box: FaceBox(x: box.x / 2, y: box.y / 2, width: box.width / 2, height: box.height / 2),
                score: face.score)
        }
    }

    /// The faces of a grey picture that may be the one that another picture of the same clip showed at a place: near it,
    /// and of about its size. The surest first. What is found is what a search of the whole picture finds there.
    ///
    /// - Parameters:
    ///   - picture: Grey.
    ///   - box: The face in the other picture.
    ///   - minimumScore: The least confidence, see `DetectedFace.score`.
    public func faces(
        in picture: Picture, near box: FaceBox, minimumScore: Double = 0
    ) throws(ModelError) -> [DetectedFace] {
        let whole = FaceBox(x: 0, y: 0, width: picture.width, height: picture.height)
        guard let region = box.grown(by: FaceTracker.reach).intersection(with: whole) else { return [] }
        // A face of this width is found best in level `size`, and one of another size this many levels away.
        let size = log(Double(max(box.width, 1)) / 80) / log(1.2)
        let reach = log(FaceTracker.growth) / log(1.2)
        let search = CDlibSearch(
            left: Int32(clamping: region.x), top: Int32(clamping: region.y),
            width: Int32(clamping: region.width), height: Int32(clamping: region.height),
            firstLevel: max(0, Int32((size - reach).rounded())),
            endLevel: max(1, Int32((size + reach).rounded()) + 1))
        return try detect(picture, search, minimumScore: minimumScore)
    }

    private func detect(
        _ picture: Picture, _ search: CDlibSearch? = nil, minimumScore: Double
    ) throws(ModelError) -> [DetectedFace] {
        let search =
            search
            ?? CDlibSearch(
                left: 0, top: 0, width: Int32(clamping: picture.width),
                height: Int32(clamping: picture.height),
                firstLevel: 0, endLevel: .max)
        var error = ShimError()
        var found: Int32 = 0
        let faces = handle.withLock { detector in
            [CDlibFace](unsafeUninitializedCapacity: Self.maximumFaces) { buffer, count in
                guard let faces = buffer.baseAddress else { return }
                found = picture.withShimPicture {
                    CDlibDetector_detect(
                        detector, $0, minimumScore, search, faces, Int32(Self.maximumFaces), &error.text)
                }
                count = max(0, Int(found))
            }
        }
        guard found >= 0 else { throw .failed(step: "Face detection", reason: error.reason) }
        return faces.compactMap(DetectedFace.init)
    }

    private static func doubled(_ picture: Picture) throws(ModelError) -> Picture {
        var error = ShimError()
        let width = picture.width * 2
        let height = picture.height * 2
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
            guard let output = buffer.baseAddress else { return }
            let status = picture.withShimPicture { CDlib_upsample($0, output, &error.text) }
            count = status == 0 ? width * height : 0
        }
        guard let doubled = Picture(format: .grey, width: width, height: height, pixels: pixels) else {
            throw .failed(step: "Doubling a picture", reason: error.reason)
        }
        return doubled
    }
}

extension DetectedFace {
    /// The face of the shim, whose right and lower edges belong to it; nil if it has no area.
    init?(_ face: CDlibFace) {
        guard face.right >= face.left, face.bottom >= face.top else { return nil }
        let width = Int(face.right) - Int(face.left) + 1
        let height = Int(face.bottom) - Int(face.top) + 1
        self.init(
            box: FaceBox(x: Int(face.left), y: Int(face.top), width: width, height: height), score: face.score
        )
    }
}
