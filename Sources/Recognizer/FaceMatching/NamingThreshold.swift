internal import Glibc

/// The distance at which a face is named, where none is set.
public enum NamingThreshold {
    /// What keeps the strangers that are named at about 1 %.
    ///
    /// The more people are enrolled, the nearer a stranger comes to one of them: with every doubling the distance
    /// within which 1 % of the development strangers come shrinks by about 0.008, see `docs/accuracy.md`.
    ///
    /// - Parameter enrolled: The number of people in the gallery.
    public static func standard(enrolled: Int) -> Double {
        let doublings = log2(Double(max(enrolled, 1)) / 120)
        return min(max(0.325 - 0.008 * doublings, 0.3), greatest)
    }

    /// Few people may be much alike, brothers say, so that a small gallery is no reason for more than this.
    private static let greatest = 0.345
}
