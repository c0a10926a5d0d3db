/// A clip being looked at, frame by frame, until every face is certain. Frames are asked for in the order in which they
/// are worth looking at, so that one that is not needed need not be fetched.
///
/// ```swift
/// var examination = recognizer.examination(of: 15, gallery: gallery)
/// while let frame = examination.nextFrame { try examination.look(at: try await jpeg(frame)) }
/// let recognition = try examination.result()
/// ```
public struct ClipExamination: Sendable {
    private let settings: RecognitionSettings
    private let reader: FrameReader
    private let threshold: Double
    /// How large the network's distances are beside those that the settings are in.
    private let scale: Double
    private let assignment: NameAssignment
    /// The indices of the frames that may still be looked at, the next one last.
    private var remaining: [Int]
    private var seen: SeenFrames
    /// The faces of which more frames would say more, and those of which they would hardly, after the last look.
    private var open: [FaceTrack] = []
    private var settled: [FaceTrack] = []
    private var embeddingsAfterFirst = 0
    /// Who was certain in the clip before, and may be here still.
    private let familiar: FamiliarFaces?
    /// The same people in this clip, once one frame has shown that they are all here.
    private var confirmed: FamiliarFaces?
    /// The frame that showed it.
    private var confirmingFrame: [UInt8]?
    private var isCertain: Bool { open.isEmpty && !settled.isEmpty }
    /// Nobody was in any of so many frames that the others need not be looked at.
    private var isEmpty: Bool {
        seen.sightings.count >= settings.maximumEmptyFrames && seen.sightings.values.allSatisfy(\.isEmpty)
    }
    private var isSpent: Bool { embeddingsAfterFirst >= settings.maximumEmbeddings }

    init(
        reader: FrameReader, settings: RecognitionSettings, gallery: Gallery, order: [Int],
        familiar: FamiliarFaces?
    ) {
        self.reader = reader
        self.settings = settings
        seen = SeenFrames(reader)
        threshold = reader.threshold(
            people: gallery.count, photographs: gallery.photographs)
        scale = reader.models.embedder.model.namingThreshold.scale
        assignment = NameAssignment(gallery: gallery, threshold: threshold)
        remaining = order.prefix(settings.maximumFrames).reversed()
        self.familiar = familiar
    }

    /// The indices of the frames that may still be looked at, in the order in which they would be.
    public var frameOrder: [Int] { remaining.reversed() }

    /// The index in the clip of the frame to look at next; nil once more frames would hardly change anything.
    public var nextFrame: Int? { isCertain || isEmpty || isSpent ? nil : remaining.last }

    /// Looks at the frame that `nextFrame` asked for. One that cannot be decoded is passed over.
    ///
    /// - Throws: `ModelError` if a model fails.
    public mutating func look(at jpeg: [UInt8]) throws {
        guard let frame = remaining.popLast() else { return }
        let looks = seen.sightings.count
        if looks == 0, let familiar, try confirm(familiar, in: jpeg, frame: frame) { return }
        let known = settled.map { $0.box(near: frame) }
        guard try seen.look(at: jpeg, frame: frame, search: search(in: frame, looks: looks), except: known)
        else {
            return
        }
        if looks > 0 { embeddingsAfterFirst += seen.sightings[frame]?.count ?? 0 }
        let faces = assignment.assigned(try seen.tracks(joinedWithin: threshold))
        open = faces.filter { !isCertain($0.face) }.map(\.track)
        settled = faces.filter { isCertain($0.face) }.map(\.track)
    }

    /// Who is in the frames that were looked at.
    ///
    /// - Throws: `PictureError` if not one frame could be decoded, `ModelError` if a model fails.
    public mutating func result() throws -> ClipRecognition {
        var tracks = try confirmed == nil ? seen.tracks(joinedWithin: threshold) : settled
        if !isCertain, settings.mirrorsUncertainFaces {
            for index in tracks.indices where isNearThreshold(tracks[index]) {
                tracks[index].mirrored = try reader.mirrored(tracks[index])
            }
        }
        let people = assignment.assigned(tracks)
        return ClipRecognition(
            faces: people.map(\.face).sorted { $0.prominence > $1.prominence },
            seenFrames: seen.sightings.keys.sorted(), damagedFrames: seen.damaged,
            crowdedFrames: seen.sightings.values.count { $0.count >= FaceDetector.maximumFaces },
            familiar: confirmed
                ?? FamiliarFaces(people, areCertain: people.allSatisfy { isCertain($0.face) }),
            isConfirmed: confirmed != nil)
    }

    /// Whether there is a far face that the search which confirmed who is here did not find. Meant for after the
    /// answer: whoever it is, the next clip says it.
    ///
    /// - Throws: `PictureError` or `ModelError`.
    public func missesAFace() throws -> Bool {
        guard let confirmed, let confirmingFrame else { return false }
        return try reader.missesAFace(
            in: confirmingFrame, found: settled.map(\.best.face.box), places: confirmed.faces.count)
    }

    /// Looks whether everybody from the clip before is in a frame, and nobody else. If so, that is the clip's answer;
    /// if not, it is as if nothing had been known.
    private mutating func confirm(_ familiar: FamiliarFaces, in jpeg: [UInt8], frame: Int) throws -> Bool {
        var first = SeenFrames(reader)
        guard try first.look(at: jpeg, frame: frame, search: .nearAnd(familiar.faces.map(\.box)))
        else { return false }
        var tracks = try first.tracks(joinedWithin: threshold)
        guard let found = familiar.found(among: tracks, within: threshold), found.count == tracks.count
        else { return false }
        // A stranger whom this frame alone would name is looked at closely.
        let named = assignment.names(of: tracks)
        guard found.allSatisfy({ index, face in face.name == named[index] || face.name != nil }) else {
            return false
        }
        for (index, face) in found {
            tracks[index].before = (face.embedding, Double(face.frames))
        }
        // Where no tracks are put together, people are in the tracks' order.
        let people = assignment.assigned(tracks)
        guard people.count == tracks.count,
            found.allSatisfy({ index, face in face.name == people[index].face.name })
        else { return false }
        (seen, settled, confirmed) = (first, people.map(\.track), familiar)
        confirmed?.move(to: found, in: tracks)
        confirmingFrame = jpeg
        return true
    }

    /// The first frame is searched at full size, the others where the faces are that are not certain; some of them
    /// everywhere, too, for who was missed or comes later.
    private func search(in frame: Int, looks: Int) -> FrameReader.Search {
        guard looks > 0 else { return .everywhere }
        return .around(
            open.map { $0.box(near: frame) },
            alsoElsewhere: open.isEmpty || looks.isMultiple(of: Self.searchInterval))
    }

    /// Of so many frames, one is searched as a whole: of the first three the middle one and the last one, so that who
    /// comes in the clip's second half is seen.
    private static let searchInterval = 2

    /// Whether more frames would hardly change what is said of a face.
    private func isCertain(_ face: ClipFace) -> Bool {
        guard let distance = face.distance else { return true }
        return face.votes == face.frames
            && abs(distance - threshold) >= settings.certainty(frames: face.frames) * scale
    }

    private func isNearThreshold(_ track: FaceTrack) -> Bool {
        assignment.distance(of: track).map { abs($0 - threshold) < settings.certainty * scale } ?? false
    }
}
