/// What people give by mistake for an H.264 Annex B stream.
enum StreamFormat: String {
    case h265 = "H.265"
    case mp4 = "an MP4 file"
    case matroska = "a Matroska or WebM file"
    case transportStream = "an MPEG transport stream"
    case avi = "an AVI file"
    case jpeg = "JPEG"

    /// So many of a stream's first bytes tell.
    static let headLength = 192

    /// The format that a stream's first bytes are known for; nil where it may be H.264.
    init?(head: [UInt8]) {
        let boxes = ["ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide"]
        if boxes.contains(where: { head.dropFirst(4).starts(with: $0.utf8) }) {
            self = .mp4
        } else if head.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) {
            self = .matroska
        } else if head.first == 0x47, head.dropFirst(188).first == 0x47 {
            self = .transportStream
        } else if head.starts(with: "RIFF".utf8) {
            self = .avi
        } else if head.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if Self.isH265(head) {
            self = .h265
        } else {
            return nil
        }
    }

    /// Whether the first unit is a parameter set or a delimiter of H.265 (ITU-T H.265, 7.3.1.2 and table 7-1). Their
    /// first bytes are in H.264 those of units that no stream begins with.
    private static func isH265(_ head: [UInt8]) -> Bool {
        let afterZeros = head.drop { $0 == 0 }
        let zeros = head.count - afterZeros.count
        guard zeros >= 2, afterZeros.first == 1, let header = afterZeros.dropFirst().first else {
            return false
        }
        return [32, 33, 34, 35].contains(header >> 1) && afterZeros.dropFirst(2).first == 1
    }
}
