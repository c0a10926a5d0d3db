/// Finds and embeds the faces of single frames.
struct FrameReader {
    let models: FaceModels
    let settings: RecognitionSettings

    /// The least confidence of the detector.
    var minimumScore: Double { settings.minimumScore ?? models.detector.standardScore }
    /// The least confidence in a face that several frames show.
    var minimumScoreOfSeveral: Double {
        settings.minimumScoreOfSeveral ?? models.detector.standardScoreOfSeveral
    }

    /// See `ClipRecognizer.threshold(people:photographs:)`.
    func threshold(people: Int, photographs: Int) -> Double {
        settings.threshold
            ?? models.embedder.model.namingThreshold.distance(people: people, photographs: photographs)
    }

    /// Where in a frame faces are looked for.
    enum Search {
        /// Everywhere at full size, so that far faces are found.
        case everywhere
        /// Around places; and everywhere at reduced size, which finds near faces, if `alsoElsewhere` or where one of
        /// the places has no face any more.
        case around([FaceBox], alsoElsewhere: Bool)
        /// Everywhere at reduced size, and around places; at full size where that is less work.
        case nearAnd([FaceBox])
    }

    /// The faces of a frame, the surest first.
    ///
    /// - Parameters:
    ///   - jpeg: The frame.
    ///   - frame: Its index in the clip.
    ///   - search: Where faces are looked for.
    ///   - known: Places of faces that need no more looking at.
    ///   - minimumScore: The least confidence of the detector.
    func sightings(
        in jpeg: [UInt8], frame: Int, search: Search = .everywhere, except known: [FaceBox] = [],
        minimumScore: Double
    ) throws -> [FaceSighting] {
        let picture = try self.picture(of: jpeg, maximumSide: settings.maximumSide)
        let reduction = picture.reduction
        let faces =
            try self.faces(in: picture, of: jpeg, search, minimumScore: minimumScore)
            .filter { face in
                !known.contains { $0.reduced(by: reduction).overlap(with: face.box) > Self.sameFaceOverlap }
            }
        return try faces.map { face in
            let chip = try FaceChip(face.landmarks, in: picture, for: models.embedder)
            var scaled = face
            scaled.box = face.box.scaled(by: reduction)
            return FaceSighting(
                frame: frame, face: scaled, embedding: try models.embedder.embedding(of: chip),
                weight: max(Self.leastWeight, face.score), chip: chip)
        }
    }

    private func faces(
        in picture: Picture, of jpeg: [UInt8], _ search: Search, minimumScore: Double
    ) throws -> [DetectedFace] {
        let places: [FaceBox]
        let alsoElsewhere: Bool
        switch search {
        case .around(let boxes, let isAlsoElsewhere): (places, alsoElsewhere) = (boxes, isAlsoElsewhere)
        case .nearAnd(let boxes) where models.detector.isQuicker(around: boxes.count, in: picture):
            (places, alsoElsewhere) = (boxes, true)
        case .everywhere, .nearAnd:
            return try models.detector.faces(in: picture, minimumScore: minimumScore)
        }
        var faces: [DetectedFace] = []
        var missing = false
        for place in places {
            let near = try models.detector.faces(
                in: picture, near: place.reduced(by: picture.reduction), minimumScore: minimumScore)
            missing = missing || near.isEmpty
            faces += near
        }
        if alsoElsewhere || missing {
            faces += try nearFaces(in: picture, of: jpeg, minimumScore: minimumScore)
        }
        return faces.distinct()
    }

    /// The faces of a picture that are large enough to be found at reduced size.
    private func nearFaces(
        in picture: Picture, of jpeg: [UInt8], minimumScore: Double
    ) throws -> [DetectedFace] {
        let side = models.detector.nearSide
        guard max(picture.width, picture.height) > side else {
            return try models.detector.faces(in: picture, minimumScore: minimumScore)
        }
        let reduced = try self.picture(of: jpeg, maximumSide: side)
        let scale = Float(picture.width) / Float(reduced.width)
        return try models.detector.faces(in: reduced, minimumScore: minimumScore)
            .map { $0.moved(x: (scale - 1) / 2, y: (scale - 1) / 2, scale: scale) }
    }

    /// A frame as it was seen: one that a phone stored may lie on its side.
    private func picture(of jpeg: [UInt8], maximumSide: Int) throws(PictureError) -> Picture {
        try Picture(jpeg: jpeg, as: .rgb, maximumSide: maximumSide)
            .turned(from: PictureOrientation(jpeg: jpeg))
    }

    /// Whether a search of a frame at full size finds a clear face that a search near and around places did not.
    func missesAFace(in jpeg: [UInt8], found: [FaceBox], places: Int) throws -> Bool {
        let picture = try self.picture(of: jpeg, maximumSide: settings.maximumSide)
        guard models.detector.isQuicker(around: places, in: picture) else { return false }
        return try models.detector.faces(in: picture, minimumScore: minimumScore).contains { face in
            !found.contains {
                $0.reduced(by: picture.reduction).overlap(with: face.box) > Self.sameFaceOverlap
            }
        }
    }

    /// The overlap from which a face is one that is known already.
    private static let sameFaceOverlap = 0.3

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
