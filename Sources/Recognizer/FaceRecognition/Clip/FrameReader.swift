/// Finds and embeds the faces of single frames.
struct FrameReader {
    let models: FaceModels
    let settings: RecognitionSettings

    /// The faces of a frame, the surest first.
    ///
    /// - Parameters:
    ///   - jpeg: The frame.
    ///   - frame: Its place in the clip.
    ///   - expected: The faces of another frame. If all of them are found near where they were, the rest of this frame is
    ///     not searched. Empty to search all of it.
    ///   - upsampled: Doubles the frame first, for faces below 80 pixels.
    ///   - minimumScore: The least confidence of the detector.
    func sightings(
        in jpeg: [UInt8], frame: Int, expected: [FaceBox] = [], upsampled: Bool = false, minimumScore: Double
    ) throws -> [FaceSighting] {
        let grey = try Picture(jpeg: jpeg, as: .grey, maximumSide: settings.maximumSide)
        let faces =
            try followed(
                expected.map { $0.reduced(by: grey.reduction) }, in: grey, minimumScore: minimumScore)
            ?? models.detector.faces(in: grey, minimumScore: minimumScore, upsampled: upsampled)
        guard !faces.isEmpty else { return [] }
        let colour = try Picture(jpeg: jpeg, as: .rgb, maximumSide: settings.maximumSide)
        return try faces.map { face in
            let landmarks = try models.predictor.landmarks(of: face.box, in: grey)
            let chip = try FaceChip(landmarks, in: colour)
            let box = face.box.scaled(by: grey.reduction)
            return FaceSighting(
                frame: frame, face: DetectedFace(box: box, score: face.score),
                embedding: try models.embedder.embedding(of: chip),
                weight: max(Self.leastWeight, face.score), chip: chip)
        }
    }

    /// A face near each of the expected ones; nil if one is missing, or if there are none.
    private func followed(
        _ expected: [FaceBox], in picture: Picture, minimumScore: Double
    ) throws -> [DetectedFace]? {
        guard !expected.isEmpty else { return nil }
        var faces: [DetectedFace] = []
        for box in expected {
            let near = try models.detector.faces(in: picture, near: box, minimumScore: minimumScore)
            // What belongs to two expected faces is one face.
            let others = near.filter { face in
                !faces.contains { $0.box.overlap(with: face.box) > Self.sameFaceOverlap }
            }
            guard !others.isEmpty else { return nil }
            faces += others
        }
        return faces.sorted { $0.score > $1.score }
    }

    /// The overlap from which two boxes are of one face.
    private static let sameFaceOverlap = 0.4

    /// The embedding of the mirror image of a face that is averaged over its frames first, which takes the noise out of
    /// it. Together with the embeddings of the frames it says a little more of a face that is blurred, noisy or turned.
    func mirrored(_ track: FaceTrack) throws(ModelError) -> Embedding? {
        let chips = track.sightings.compactMap { sighting in
            sighting.chip.map { (chip: $0, weight: sighting.weight) }
        }
        guard let chip = FaceChip(meanOf: chips) else { return nil }
        return try models.embedder.embedding(of: chip.mirrored)
    }

    /// A face that is hardly one still counts a little, so that a clip of such faces has a mean.
    private static let leastWeight = 0.1
}
