/// A clip being looked at, frame by frame, until every face is certain. Frames are asked for in the order in which they
/// are worth looking at, so that one that is not needed need not be fetched.
///
/// ```swift
/// var examination = recognizer.examination(of: 15, gallery: gallery)
/// while let frame = examination.nextFrame { try examination.look(at: try await jpeg(frame)) }
/// let recognition = try examination.result()
/// ```
public struct ClipExamination {
    private let settings: RecognitionSettings
    private let reader: FrameReader
    private let threshold: Double
    private let assignment: NameAssignment
    /// The places of the frames that may still be looked at, the next one last.
    private var remaining: [Int]
    private var seen: SeenFrames
    private var firstFrame: (place: Int, jpeg: [UInt8])?
    private var isCertain = false
    /// Nobody was in any of so many frames that the others need not be looked at.
    private var isEmpty: Bool {
        seen.sightings.count >= settings.maximumEmptyFrames && seen.sightings.values.allSatisfy(\.isEmpty)
    }

    init(reader: FrameReader, settings: RecognitionSettings, gallery: Gallery, order: [Int]) {
        self.reader = reader
        self.settings = settings
        seen = SeenFrames(reader)
        threshold = settings.threshold(enrolled: gallery.count)
        assignment = NameAssignment(gallery: gallery, threshold: threshold)
        remaining = order.prefix(settings.maximumFrames).reversed()
    }

    /// The places of the frames that may still be looked at, in the order in which they would be.
    public var frameOrder: [Int] { remaining.reversed() }

    /// The place in the clip of the frame to look at next; nil once more frames would hardly change anything.
    public var nextFrame: Int? { isCertain || isEmpty ? nil : remaining.last }

    /// Looks at the frame that `nextFrame` asked for. One that cannot be decoded is passed over.
    ///
    /// - Throws: `ModelError` if a model fails.
    public mutating func look(at jpeg: [UInt8]) throws {
        guard let frame = remaining.popLast() else { return }
        guard try seen.look(at: jpeg, frame: frame, expected: expectedFaces(in: frame)) else { return }
        if firstFrame == nil { firstFrame = (frame, jpeg) }
        isCertain = areCertain(assignment.faces(try seen.tracks(joinedWithin: threshold)))
    }

    /// Who is in the frames that were looked at.
    ///
    /// - Throws: `PictureError` if not one frame could be decoded, `ModelError` if a model fails.
    public mutating func result() throws -> ClipRecognition {
        var tracks = try seen.tracks(joinedWithin: threshold)
        if tracks.isEmpty, let firstFrame {
            try seen.look(at: firstFrame.jpeg, frame: firstFrame.place, upsampled: true)
            tracks = try seen.tracks(joinedWithin: threshold)
        }
        if !isCertain, settings.mirrorsUncertainFaces {
            for index in tracks.indices where isNearThreshold(tracks[index]) {
                tracks[index].mirrored = try reader.mirrored(tracks[index])
            }
        }
        let faces = assignment.faces(tracks).sorted { $0.prominence > $1.prominence }
        return ClipRecognition(faces: faces, frames: seen.sightings.count, damagedFrames: seen.damaged)
    }

    /// Where the faces of a frame are probably: where they are in the nearest frame that was looked at. Empty where the
    /// whole frame is to be searched, as the first one is, and some of the others for who was missed there.
    private func expectedFaces(in frame: Int) -> [FaceBox] {
        guard !seen.sightings.count.isMultiple(of: Self.searchInterval) else { return [] }
        let nearest = seen.sightings.keys.min { (abs($0 - frame), $0) < (abs($1 - frame), $1) }
        return nearest.map(seen.clearFaces) ?? []
    }

    /// Of so many frames, one is searched as a whole: of the first three the middle one and the last one, so that who
    /// comes in the clip's second half is seen.
    private static let searchInterval = 2

    /// Whether more frames would hardly change what is said of any face.
    private func areCertain(_ faces: [ClipFace]) -> Bool {
        guard !faces.isEmpty else { return false }
        return faces.allSatisfy { face in
            guard let distance = face.distance else { return true }
            return face.votes == face.frames
                && abs(distance - threshold) >= settings.certainty(frames: face.frames)
        }
    }

    private func isNearThreshold(_ track: FaceTrack) -> Bool {
        assignment.distance(of: track).map { abs($0 - threshold) < settings.certainty } ?? false
    }
}
