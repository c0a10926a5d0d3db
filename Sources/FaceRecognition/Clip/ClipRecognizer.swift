/// Says who is in a clip.
///
/// Frames are looked at one by one, spread over the clip, until every face is certain: a face near the threshold is
/// worth more frames, one far from it is not.
public struct ClipRecognizer: Sendable {
    private let reader: FrameReader
    private let settings: RecognitionSettings

    /// A recogniser on loaded models.
    public init(models: FaceModels, settings: RecognitionSettings = RecognitionSettings()) {
        reader = FrameReader(models: models, settings: settings)
        self.settings = settings
    }

    /// The people in a clip's frames.
    ///
    /// - Parameters:
    ///   - frames: JPEGs in presentation order.
    ///   - gallery: Everybody who is enrolled.
    /// - Throws: `PictureError` if not one frame can be decoded, `ModelError` if a model fails.
    public func recognize(_ frames: [[UInt8]], gallery: Gallery) throws -> ClipRecognition {
        let threshold = settings.threshold(enrolled: gallery.count)
        let assignment = NameAssignment(gallery: gallery, threshold: threshold)
        var seen: [Int: [FaceSighting]] = [:]
        var damaged: [Int: PictureError] = [:]
        let order = FrameSelection.order(frames.count).prefix(settings.maximumFrames)
        for frame in order {
            do {
                seen[frame] = try reader.sightings(in: frames[frame], frame: frame)
            } catch let error as PictureError {
                damaged[frame] = error
                continue
            }
            if seen.count >= settings.minimumFrames,
                isCertain(assignment.faces(tracks(seen, threshold)), threshold)
            {
                break
            }
        }
        if seen.isEmpty, let error = damaged.values.first { throw error }
        if seen.values.allSatisfy(\.isEmpty), let frame = order.first(where: { seen[$0] != nil }) {
            seen[frame] = try reader.sightings(in: frames[frame], frame: frame, upsampled: true)
        }
        let faces = assignment.faces(tracks(seen, threshold)).sorted { $0.prominence > $1.prominence }
        return ClipRecognition(faces: faces, frames: seen.count, damagedFrames: damaged)
    }

    /// The faces of a clip, followed through all its frames; whose they are is left open.
    ///
    /// - Parameters:
    ///   - frames: JPEGs in presentation order.
    ///   - distance: How near the embeddings of a face are that was lost for some frames.
    /// - Throws: `PictureError` if not one frame can be decoded, `ModelError` if a model fails.
    public func faces(in frames: [[UInt8]], joinedWithin distance: Double) throws -> [FollowedFace] {
        var seen: [Int: [FaceSighting]] = [:]
        var damage: PictureError?
        for (frame, jpeg) in frames.enumerated() {
            do {
                seen[frame] = try reader.sightings(in: jpeg, frame: frame)
            } catch let error as PictureError {
                damage = error
            }
        }
        if seen.isEmpty, let damage { throw damage }
        if seen.values.allSatisfy(\.isEmpty) {
            for frame in seen.keys {
                seen[frame] = try reader.sightings(in: frames[frame], frame: frame, upsampled: true)
            }
        }
        return tracks(seen, distance).compactMap(FollowedFace.init)
    }

    /// The embedding of a portrait's face; nil without one. Of several, the one nearest the middle of the picture is
    /// meant: others are cut off or stand behind.
    ///
    /// - Throws: `PictureError` if the photograph cannot be decoded, `ModelError` if a model fails.
    public func portraitFace(in jpeg: [UInt8]) throws -> Embedding? {
        var sightings = try reader.sightings(in: jpeg, frame: 0)
        if sightings.isEmpty { sightings = try reader.sightings(in: jpeg, frame: 0, upsampled: true) }
        guard sightings.count > 1 else { return sightings.first?.embedding }
        let picture = try Picture(jpeg: jpeg, as: .grey, maximumSide: settings.maximumSide)
        let whole = FaceBox(x: 0, y: 0, width: picture.width, height: picture.height)
            .scaled(by: picture.reduction)
        return sightings.min {
            $0.face.box.relativeDistance(to: whole) < $1.face.box.relativeDistance(to: whole)
        }?.embedding
    }

    private func tracks(_ seen: [Int: [FaceSighting]], _ threshold: Double) -> [FaceTrack] {
        FaceTracker(seen.sorted { $0.key < $1.key }.map(\.value)).joined(within: threshold)
    }

    /// Whether more frames would hardly change what is said of any face.
    private func isCertain(_ faces: [ClipFace], _ threshold: Double) -> Bool {
        guard !faces.isEmpty else { return false }
        return faces.allSatisfy { face in
            guard let distance = face.distance else { return true }
            guard face.frames >= settings.minimumFrames, face.votes == face.frames else { return false }
            return abs(distance - threshold) >= settings.certainty
        }
    }
}
