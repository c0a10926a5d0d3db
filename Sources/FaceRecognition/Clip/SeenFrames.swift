/// The frames of a clip that were looked at, and the faces in them.
struct SeenFrames {
    private let reader: FrameReader
    /// By the frame's place in the clip; empty for a frame without a face.
    private(set) var sightings: [Int: [FaceSighting]] = [:]
    /// What is wrong with frames that could not be decoded.
    private(set) var damaged: [Int: PictureError] = [:]

    init(_ reader: FrameReader) {
        self.reader = reader
    }

    /// Whether there is no face in any frame.
    var areWithoutFaces: Bool { sightings.values.allSatisfy(\.isEmpty) }

    /// Looks at a frame, for the first time or again; see `FrameReader.sightings`. False if it cannot be decoded.
    @discardableResult
    mutating func look(
        at jpeg: [UInt8], frame: Int, expected: [FaceBox] = [], upsampled: Bool = false
    ) throws -> Bool {
        do {
            sightings[frame] = try reader.sightings(
                in: jpeg, frame: frame, expected: expected, upsampled: upsampled)
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
    }
}
