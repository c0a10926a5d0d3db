/// The frames of a clip that were looked at, and the faces in them.
struct SeenFrames {
    private let reader: FrameReader
    /// By the frame's index in the clip; empty for a frame without a face.
    private(set) var sightings: [Int: [FaceSighting]] = [:]
    /// What is wrong with frames that could not be decoded.
    private(set) var damaged: [Int: PictureError] = [:]

    init(_ reader: FrameReader) {
        self.reader = reader
    }

    /// Looks at a frame, for the first time or again; see `FrameReader.sightings`. False if it cannot be decoded.
    @discardableResult
    mutating func look(
        at jpeg: [UInt8], frame: Int, search: FrameReader.Search = .everywhere, except known: [FaceBox] = []
    ) throws -> Bool {
        do {
            sightings[frame] = try reader.sightings(
                in: jpeg, frame: frame, search: search, except: known,
                minimumScore: min(reader.minimumScoreOfSeveral, reader.minimumScore))
            return true
        } catch let error as PictureError {
            damaged[frame] = error
            return false
        }
    }

    /// Each face, followed through the frames.
    ///
    /// - Parameter distance: How near the embeddings of a face are that was lost for some frames.
    /// - Throws: `PictureError` if not one frame could be decoded.
    func tracks(joinedWithin distance: Double) throws(PictureError) -> [FaceTrack] {
        if sightings.isEmpty, let error = damaged.values.first { throw error }
        return FaceTracker(sightings.sorted { $0.key < $1.key }.map(\.value)).joined(within: distance)
            .filter { $0.sightings.count >= Self.several || $0.sightings.contains(where: isClear) }
    }

    private func isClear(_ sighting: FaceSighting) -> Bool {
        sighting.face.score >= reader.minimumScore
    }

    /// So many frames make up for a detector that is not sure of a face in any of them.
    private static let several = 3
}
