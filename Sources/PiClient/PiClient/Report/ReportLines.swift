import RollcallMessages

/// The lines of `rollcall run --json` that are about clips, ready for a page.
struct ReportLines {
    private(set) var clips: [ClipLine] = []
    /// Lines that are no results: summaries, and whatever else was in the file.
    private(set) var skipped = 0

    /// Reads lines.
    init(_ text: String) {
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            if let clip = try? MessageCoding.decode(ClipLine.self, from: [UInt8](line)) {
                clips.append(clip)
            } else {
                skipped += 1
            }
        }
    }
}
