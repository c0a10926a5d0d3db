/// Which pictures of a clip can be trusted. Pictures are numbered in decoding order; damage spreads from one to the
/// next, up to the next key frame.
struct DamageRecord {
    private var damaged: [Int64] = []

    /// Notes that a picture could not be decoded, or not all of it.
    mutating func note(_ picture: Int64) {
        damaged.append(picture)
    }

    /// Whether a picture is intact, asked in presentation order.
    mutating func isIntact(_ picture: Int64, isKeyFrame: Bool, isDamaged: Bool) -> Bool {
        if isDamaged {
            note(picture)
        } else if isKeyFrame {
            damaged.removeAll { $0 < picture }
        }
        return !damaged.contains { $0 <= picture }
    }
}
