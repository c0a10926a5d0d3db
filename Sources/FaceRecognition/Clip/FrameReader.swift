/// Finds and embeds the faces of single frames.
struct FrameReader {
    let models: FaceModels
    let settings: RecognitionSettings

    /// The faces of a frame, the surest first.
    ///
    /// - Parameters:
    ///   - jpeg: The frame.
    ///   - frame: Its place in the clip.
    ///   - upsampled: Doubles the frame first, for faces below 80 pixels.
    func sightings(in jpeg: [UInt8], frame: Int, upsampled: Bool = false) throws -> [FaceSighting] {
        let grey = try Picture(jpeg: jpeg, as: .grey, maximumSide: settings.maximumSide)
        let faces = try models.detector.faces(
            in: grey, minimumScore: settings.minimumScore, upsampled: upsampled)
        guard !faces.isEmpty else { return [] }
        let colour = try Picture(jpeg: jpeg, as: .rgb, maximumSide: settings.maximumSide)
        return try faces.map { face in
            let landmarks = try models.predictor.landmarks(of: face.box, in: grey)
            let embedding = try models.embedder.embedding(of: FaceChip(landmarks, in: colour))
            let box = face.box.scaled(by: grey.reduction)
            return FaceSighting(
                frame: frame, face: DetectedFace(box: box, score: face.score), embedding: embedding,
                weight: max(Self.leastWeight, face.score))
        }
    }

    /// A face that is hardly one still counts a little, so that a clip of such faces has a mean.
    private static let leastWeight = 0.1
}
