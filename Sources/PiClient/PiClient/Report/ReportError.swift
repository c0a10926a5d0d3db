/// Why no report can be made.
enum ReportError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case noClips(files: [String])

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)."
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason). Name another file with --output."
        case .noClips(let files):
            "no result in \(files.joined(separator: ", ")). Give what `rollcall run --json` printed."
        }
    }
}
