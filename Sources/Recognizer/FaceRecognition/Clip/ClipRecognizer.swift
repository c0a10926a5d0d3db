/// Says who is in a clip.
///
/// Frames are looked at one by one, spread over the clip, until every face is certain: a face near the threshold is
/// worth more frames, one far from it is not.
public struct ClipRecognizer: Sendable {
    private let reader: FrameReader
    private let settings: RecognitionSettings

    /// A recognizer on loaded models.
    public init(models: FaceModels, settings: RecognitionSettings = RecognitionSettings()) {
        reader = FrameReader(models: models, settings: settings)
        self.settings = settings
    }

    /// The embedding network.
    public var model: ModelDescription { reader.models.embedder.model }

    /// The distance at which a face is named: the one that is set, or the one that suits the network.
    ///
    /// - Parameters:
    ///   - people: The number of people in the gallery.
    ///   - photographs: The number of photographs that all of them together are enrolled by.
    public func threshold(people: Int, photographs: Int) -> Double {
        reader.threshold(people: people, photographs: photographs)
    }

    /// The distance at which a face is named in a gallery.
    public func threshold(in gallery: Gallery) -> Double {
        threshold(people: gallery.count, photographs: gallery.photographs)
    }

    /// The people in a clip's frames.
    ///
    /// - Parameters:
    ///   - frames: JPEGs in presentation order.
    ///   - order: The indices of the frames in the order in which they are worth looking at, see `examination`.
    ///   - gallery: Everybody who is enrolled.
    ///   - familiar: Who was in the clip before, see `examination`.
    /// - Throws: `PictureError` if not one frame can be decoded, `ModelError` if a model fails.
    public func recognize(
        _ frames: [[UInt8]], order: [Int]? = nil, gallery: Gallery, familiar: FamiliarFaces? = nil
    ) throws -> ClipRecognition {
        var examination = examination(
            of: frames.count, order: order, gallery: gallery, familiar: familiar)
        while let frame = examination.nextFrame { try examination.look(at: frames[frame]) }
        return try examination.result()
    }

    /// A clip to be looked at frame by frame.
    ///
    /// - Parameters:
    ///   - frameCount: How many frames it has.
    ///   - order: The indices of the frames in the order in which they are worth looking at; nil spreads them over the
    ///     clip. Indices that the clip does not have are passed over.
    ///   - gallery: Everybody who is enrolled.
    ///   - familiar: Who was in the same camera's clip before, `ClipRecognition.familiar`, compared with the same
    ///     gallery. If the first frame shows all of them where they were, and together with what was seen before they have
    ///     the same names, and nobody else is there, that is the answer. Nil where nothing is known.
    public func examination(
        of frameCount: Int, order: [Int]? = nil, gallery: Gallery, familiar: FamiliarFaces? = nil
    ) -> ClipExamination {
        var indices = Set(0..<max(0, frameCount))
        let known = (order ?? []).filter { indices.remove($0) != nil }
        return ClipExamination(
            reader: reader, settings: settings, gallery: gallery,
            order: known + FrameSelection.order(max(0, frameCount)).filter(indices.contains),
            familiar: familiar)
    }

    /// The faces of a clip, followed through all its frames; whose they are is left open.
    ///
    /// - Parameters:
    ///   - frames: JPEGs in presentation order.
    ///   - distance: How near the embeddings of a face are that was lost for some frames.
    /// - Throws: `PictureError` if not one frame can be decoded, `ModelError` if a model fails.
    public func faces(in frames: [[UInt8]], joinedWithin distance: Double) throws -> [FollowedFace] {
        var seen = SeenFrames(reader)
        for (frame, jpeg) in frames.enumerated() { try seen.look(at: jpeg, frame: frame) }
        return try seen.tracks(joinedWithin: distance).compactMap(FollowedFace.init)
    }

    /// The embedding of a portrait's face; nil without one. Of several, the one nearest the middle of the picture is
    /// meant: others are cut off or stand behind.
    ///
    /// - Throws: `PictureError` if the photograph cannot be decoded, `ModelError` if a model fails.
    public func portraitFace(in jpeg: [UInt8]) throws -> Embedding? {
        let models = reader.models
        let photograph = try Photograph(
            jpeg: jpeg, maximumSide: settings.maximumSide, detector: models.detector)
        let (width, height) = (photograph.picture.width, photograph.picture.height)
        let whole = FaceBox(x: 0, y: 0, width: width, height: height)
        let face = photograph.faces.min {
            $0.box.relativeDistance(to: whole) < $1.box.relativeDistance(to: whole)
        }
        return try face.map {
            try models.embedder.symmetricEmbedding(
                of: FaceChip($0.landmarks, in: photograph.picture, for: models.embedder))
        }
    }
}
