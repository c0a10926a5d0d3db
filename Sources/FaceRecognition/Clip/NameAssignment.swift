/// Gives names to the faces of a clip. Nobody is in one frame twice, so of two faces in a frame only the nearer one
/// gets a name; the other gets its next one, or none.
struct NameAssignment {
    let gallery: Gallery
    let threshold: Double

    /// How many people a face may ask for. More faces of one person than this do not fit into a frame.
    private static let candidates = 8

    /// The faces, in the order of the tracks.
    func faces(_ tracks: [FaceTrack]) -> [ClipFace] {
        let matches = tracks.map { track in
            track.embedding.map { gallery.nearest(to: $0, limit: Self.candidates) } ?? []
        }
        let claims = matches.indices.flatMap { track in
            matches[track].filter { $0.distance <= threshold }.map { (track: track, match: $0) }
        }
        var named: [Int: Gallery.Match] = [:]
        for claim in claims.sorted(by: { $0.match.distance < $1.match.distance }) where named[claim.track] == nil {
            let isTaken = named.contains { other, match in
                match.name == claim.match.name && tracks[other].sharesFrame(with: tracks[claim.track])
            }
            if !isTaken { named[claim.track] = claim.match }
        }
        return tracks.indices.map { index in
            face(tracks[index], match: named[index], matches: matches[index])
        }
    }

    private func face(_ track: FaceTrack, match: Gallery.Match?, matches: [Gallery.Match]) -> ClipFace {
        let nearest = match ?? matches.first
        let votes = track.sightings.count { sighting in
            let first = gallery.nearest(to: sighting.embedding, limit: 1).first
            return first.flatMap { $0.distance <= threshold ? $0.name : nil } == match?.name
        }
        return ClipFace(
            box: track.best.face.box, name: match?.name, distance: nearest?.distance,
            runnerUpDistance: matches.first { $0.name != nearest?.name }?.distance, votes: votes,
            frames: track.sightings.count, prominence: track.prominence)
    }
}
