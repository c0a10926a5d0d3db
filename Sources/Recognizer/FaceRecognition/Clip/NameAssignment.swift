/// Gives names to the faces of a clip. Nobody is in one frame twice, so of two faces in a frame only the nearer one
/// gets a name; the other gets its next one, or none.
struct NameAssignment {
    let gallery: Gallery
    let threshold: Double

    /// How many people a face may ask for. More faces of one person than this do not fit into a frame.
    private static let candidates = 8

    /// One face for each person and each stranger among the tracks.
    func faces(_ tracks: [FaceTrack]) -> [ClipFace] { assigned(tracks).map(\.face) }

    /// The same with the sightings that each is made of.
    func assigned(_ tracks: [FaceTrack]) -> [(track: FaceTrack, face: ClipFace)] {
        let names = names(of: tracks)
        var people: [(track: FaceTrack, name: String?)] = []
        for (track, name) in zip(tracks, names) {
            // A face that was lost for some frames comes in several tracks.
            if let name, let index = people.firstIndex(where: { $0.name == name }) {
                people[index].track.merge(track)
            } else {
                people.append((track, name))
            }
        }
        return people.map { ($0.track, face($0.track, name: $0.name)) }
    }

    /// How far the nearest person is from a face; nil where nobody is enrolled.
    func distance(of track: FaceTrack) -> Double? {
        track.embedding.flatMap { gallery.nearest(to: $0, limit: 1).first?.distance }
    }

    /// The name of each track: the nearest claims go first.
    func names(of tracks: [FaceTrack]) -> [String?] {
        let claims = tracks.enumerated().flatMap { index, track in
            plausible(for: track.embedding, limit: Self.candidates).map { (track: index, match: $0) }
        }
        var names = [String?](repeating: nil, count: tracks.count)
        for claim in claims.sorted(by: { $0.match.distance < $1.match.distance })
        where names[claim.track] == nil {
            let isTaken = tracks.indices.contains { other in
                names[other] == claim.match.name && tracks[other].sharesFrame(with: tracks[claim.track])
            }
            if !isTaken { names[claim.track] = claim.match.name }
        }
        return names
    }

    private func matches(_ track: FaceTrack) -> [Gallery.Match] {
        track.embedding.map { gallery.nearest(to: $0, limit: Self.candidates) } ?? []
    }

    /// The people whose face it may be: those near enough, less those whom somebody said it is not.
    private func plausible(for face: Embedding?, limit: Int) -> [Gallery.Match] {
        guard let face else { return [] }
        return gallery.nearest(to: face, limit: limit).filter {
            $0.distance <= threshold && !gallery.excludes($0, for: face)
        }
    }

    private func face(_ track: FaceTrack, name: String?) -> ClipFace {
        let matches = matches(track)
        let nearest = matches.first { $0.name == name } ?? matches.first
        let votes = track.sightings.count { sighting in
            plausible(for: sighting.embedding, limit: 2).first?.name == name
        }
        return ClipFace(
            box: track.best.face.box, frame: track.best.frame, name: name, distance: nearest?.distance,
            runnerUpDistance: matches.first { $0.name != nearest?.name }?.distance, votes: votes,
            frames: track.sightings.count, prominence: track.prominence, embedding: track.embedding)
    }
}
