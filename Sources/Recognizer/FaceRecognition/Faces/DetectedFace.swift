/// A face as the detector saw it.
public struct DetectedFace: Hashable, Sendable {
    /// Where it is.
    public var box: FaceBox
    /// The detector's confidence, 0 to 1.
    public var score: Double
    /// Where its eyes, nose and mouth are.
    public var landmarks: FaceLandmarks

    /// A face as the detector saw it.
    public init(box: FaceBox, score: Double, landmarks: FaceLandmarks) {
        self.box = box
        self.score = score
        self.landmarks = landmarks
    }

    /// The same face in a picture of which this one is a part that begins at a place, with pixels `scale` wide.
    func moved(x: Float, y: Float, scale: Float) -> DetectedFace {
        func place(_ value: Int, _ start: Float) -> Int { Int((Float(value) * scale + start).rounded()) }
        let (left, top) = (place(box.x, x), place(box.y, y))
        return DetectedFace(
            box: FaceBox(
                x: left, y: top, width: max(1, place(box.x + box.width, x) - left),
                height: max(1, place(box.y + box.height, y) - top)),
            score: score, landmarks: landmarks.moved(x: x, y: y, scale: scale))
    }
}

extension [DetectedFace] {
    /// The surest of each face, the surest first: of two boxes that overlap more than different people's do, one goes.
    func distinct() -> [DetectedFace] {
        var kept: [DetectedFace] = []
        for face in sorted(by: { $0.score > $1.score }) where kept.count < FaceDetector.maximumFaces {
            if !kept.contains(where: { $0.box.overlap(with: face.box) > Self.sameFaceOverlap }) {
                kept.append(face)
            }
        }
        return kept
    }

    /// The overlap from which two boxes are of one face.
    private static var sameFaceOverlap: Double { 0.3 }
}
