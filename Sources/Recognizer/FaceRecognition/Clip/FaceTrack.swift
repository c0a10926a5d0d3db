/// One face, followed through the frames of a clip.
struct FaceTrack {
    /// The sightings by frame, at least one.
    private(set) var sightings: [FaceSighting]

    init(_ sighting: FaceSighting) {
        sightings = [sighting]
    }

    /// The last sighting.
    var last: FaceSighting { sightings[sightings.count - 1] }

    /// The sighting that weighs most.
    var best: FaceSighting { sightings.max { $0.weight < $1.weight } ?? last }

    /// Where the face is in the frame nearest to another one.
    func box(near frame: Int) -> FaceBox {
        (sightings.min { abs($0.frame - frame) < abs($1.frame - frame) } ?? last).face.box
    }

    /// The face over all frames in the mirror, see `FrameReader.mirrored`.
    var mirrored: Embedding?

    /// The face in the clip before, where it is known to be the same, with its weight.
    var before: (embedding: Embedding, weight: Double)?

    /// The face over all frames: the weighted mean of its embeddings.
    var embedding: Embedding? {
        let mean = Embedding(
            meanOf: sightings.map { ($0.embedding, $0.weight) } + [before].compactMap(\.self))
        guard let mean, let mirrored else { return mean }
        return Embedding(meanOf: [(mean, 1), (mirrored, 1)])
    }

    /// How much of the picture the face fills, over all frames, in pixels.
    var prominence: Int { sightings.reduce(0) { $0 + $1.face.box.area } }

    mutating func add(_ sighting: FaceSighting) {
        sightings.append(sighting)
    }

    /// Takes over the sightings of another track of the same face.
    mutating func merge(_ other: FaceTrack) {
        sightings = (sightings + other.sightings).sorted { $0.frame < $1.frame }
        mirrored = mirrored ?? other.mirrored
    }

    /// Whether both are in one frame, which makes them two people.
    func sharesFrame(with other: FaceTrack) -> Bool {
        let frames = Set(sightings.map(\.frame))
        return other.sightings.contains { frames.contains($0.frame) }
    }
}
