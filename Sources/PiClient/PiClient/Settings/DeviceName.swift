/// What a device may be called: its id becomes a folder in S3 and on disk, a part of a queue's name and of a sort key.
enum DeviceName {
    /// Why a text cannot be a device's id; nil if it can.
    ///
    /// Scalar by scalar: to Swift, a slash and a mark that joins it are one character, and not a slash.
    static func refusal(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        guard text.utf8.count <= 128 else { return "an id has at most 128 bytes" }
        guard scalars.allSatisfy({ $0.isOnlyDrawn && !$0.properties.isWhitespace && $0 != "#" && $0 != "\\" })
        else {
            return "an id has no spaces, no # or \\, and nothing that is invisible"
        }
        let parts = scalars.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
            return "an id has no empty parts, and none of dots alone, between its slashes"
        }
        return nil
    }
}
