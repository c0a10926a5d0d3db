internal import CDlib

/// Finds five landmarks in a face (Kazemi and Sullivan, "One Millisecond Face Alignment with an Ensemble of Regression
/// Trees", CVPR 2014), with dlib's model.
public final class LandmarkPredictor: Sendable {
    /// Never written to after loading, and dlib's predictor is const.
    private nonisolated(unsafe) let handle: OpaquePointer

    /// Loads dlib's `shape_predictor_5_face_landmarks.dat`.
    public init(path: String) throws(ModelError) {
        var error = ShimError()
        guard let opened = CDlibPredictor_open(path, &error.text) else {
            throw .cannotLoad(path: path, reason: error.reason)
        }
        handle = opened
    }

    deinit {
        CDlibPredictor_close(handle)
    }

    /// The landmarks of a face.
    ///
    /// - Parameters:
    ///   - box: Where the detector saw the face.
    ///   - picture: Grey.
    public func landmarks(of box: FaceBox, in picture: Picture) throws(ModelError) -> FaceLandmarks {
        var error = ShimError()
        var points = [CDlibPoint](repeating: CDlibPoint(), count: Int(CDlibLandmarkCount))
        let face = CDlibFace(
            left: Int32(clamping: box.x), top: Int32(clamping: box.y),
            right: Int32(clamping: box.x + box.width - 1), bottom: Int32(clamping: box.y + box.height - 1),
            score: 0)
        let status = picture.withShimPicture { grey in
            CDlibPredictor_landmarks(handle, grey, face, &points, &error.text)
        }
        guard status == 0 else { throw .failed(step: "Finding landmarks", reason: error.reason) }
        return FaceLandmarks(points: points.map { FaceLandmarks.Point(x: $0.x, y: $0.y) })
    }
}
