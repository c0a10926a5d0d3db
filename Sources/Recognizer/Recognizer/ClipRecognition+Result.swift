import FaceRecognition
import RollcallMessages

extension ClipRecognition {
    /// How the recognition ended.
    var status: RecognitionResult.Status {
        if faces.isEmpty { return .noFace }
        return faces.contains { $0.name != nil } ? .recognized : .unknown
    }

    /// How sure the foremost name is: 1 for the enrolled face itself, 0 at the threshold; nil without a name.
    func confidence(threshold: Double) -> Double? {
        guard let distance = faces.first(where: { $0.name != nil })?.distance, threshold > 0 else {
            return nil
        }
        return min(max(1 - distance / threshold, 0), 1)
    }
}

extension RecognizedFace {
    /// A face of a clip and the row of its person, if it has one.
    init(_ face: ClipFace, student: Student?) {
        self.init(
            box: BoundingBox(x: face.box.x, y: face.box.y, width: face.box.width, height: face.box.height),
            name: face.name, major: student?.major, year: student?.year, distance: face.distance,
            runnerUpDistance: face.runnerUpDistance, votes: face.votes, frames: face.frames,
            face: FaceReference(
                frame: face.frame, x: face.box.x + face.box.width / 2, y: face.box.y + face.box.height / 2))
    }
}
