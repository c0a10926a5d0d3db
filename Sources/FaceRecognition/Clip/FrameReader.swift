/// Finds and embeds the faces of single frames.
package struct FrameReader {
    package init(models: FaceModels, settings: RecognitionSettings) { self.models = models; self.settings = settings }
    let models: FaceModels
    let settings: RecognitionSettings

    /// The faces of a frame, the surest first.
    package func sightings(
        in jpeg: [UInt8], frame: Int, upsampled: Bool = false
    ) throws -> [FaceSighting] {
        let grey = try Picture(jpeg: jpeg, as: .grey, maximumSide: settings.maximumSide)
        let faces = try models.detector.faces(
            in: grey, minimumScore: settings.minimumScore, upsampled: upsampled)
        guard !faces.isEmpty else { return [] }
        let colour = try Picture(jpeg: jpeg, as: .rgb, maximumSide: settings.maximumSide)
        return try faces.map { face in
            let landmarks = try models.predictor.landmarks(of: face.box, in: grey)
            let chip = try FaceChip(landmarks, in: colour)
            let scaled = DetectedFace(box: face.box.scaled(by: grey.reduction), score: face.score)
            return FaceSighting(
                frame: frame, face: scaled, embedding: try models.embedder.embedding(of: chip),
                weight: Self.weight(of: face, chip: chip))
        }
    }

    private static func weight(of face: DetectedFace, chip: FaceChip) -> Double {
        max(0.1, face.score + 0.2)
    }
}
