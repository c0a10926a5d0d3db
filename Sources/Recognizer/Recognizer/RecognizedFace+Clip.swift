import FaceRecognition
import RollcallMessages

extension [RecognizedFace] {
    /// How the recognition ended.
    var status: RecognitionResult.Status {
        if isEmpty { return .noFace }
        return contains { $0.name != nil } ? .recognized : .unknown
    }

    /// How sure the foremost name is: 1 for the enrolled face itself, 0 at the threshold; nil without a name.
    func confidence(threshold: Double) -> Double? {
        guard let distance = first(where: { $0.name != nil })?.distance, threshold > 0 else { return nil }
        return Swift.min(Swift.max(1 - distance / threshold, 0), 1)
    }
}

extension RecognizedFace {
    /// A face of a clip: its person's, or a stranger's without a row.
    init(_ face: ClipFace, student: Student?) {
        self.init(
            box: BoundingBox(x: face.box.x, y: face.box.y, width: face.box.width, height: face.box.height),
            name: student?.name.text, major: student?.major, year: student?.year, distance: face.distance,
            runnerUpDistance: face.runnerUpDistance, votes: face.votes, frames: face.frames,
            face: FaceReference(
                frame: face.frame, x: face.box.x + face.box.width / 2, y: face.box.y + face.box.height / 2))
    }
}
