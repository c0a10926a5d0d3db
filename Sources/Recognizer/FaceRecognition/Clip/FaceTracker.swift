/// Follows faces from frame to frame by place and size.
struct FaceTracker {
    private(set) var tracks: [FaceTrack] = []

    /// Follows the faces of frames in their order.
    init(_ frames: some Sequence<[FaceSighting]>) {
        for faces in frames { add(faces) }
    }

    /// Each face goes to the nearest track, and no track gets two.
    private mutating func add(_ faces: [FaceSighting]) {
        var pairs: [(distance: Double, track: Int, face: Int)] = []
        for (track, candidate) in tracks.enumerated() {
            let before = candidate.last.face.box
            for (face, sighting) in faces.enumerated() {
                if let distance = before.movement(to: sighting.face.box) {
                    pairs.append((distance, track, face))
                }
            }
        }
        var free = Set(faces.indices)
        var taken: Set<Int> = []
        for pair in pairs.sorted(by: { $0.distance < $1.distance })
        where free.contains(pair.face) && !taken.contains(pair.track) {
            free.remove(pair.face)
            taken.insert(pair.track)
            tracks[pair.track].add(faces[pair.face])
        }
        for face in free.sorted() { tracks.append(FaceTrack(faces[face])) }
    }

    /// The tracks, those put together that are one face which was lost for some frames.
    ///
    /// - Parameter distance: How near the embeddings of one person's tracks are.
    func joined(within distance: Double) -> [FaceTrack] {
        var joined: [FaceTrack] = []
        for track in tracks {
            let earlier = joined.firstIndex { other in
                guard !other.sharesFrame(with: track), let one = other.embedding, let two = track.embedding
                else { return false }
                return one.distance(to: two) <= distance
            }
            if let earlier { joined[earlier].merge(track) } else { joined.append(track) }
        }
        return joined
    }
}
