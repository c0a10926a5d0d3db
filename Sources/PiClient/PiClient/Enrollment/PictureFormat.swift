/// A format of pictures, told by a file's first bytes; its name may say anything.
enum PictureFormat: String {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"
    case heif = "HEIF"
    case avif = "AVIF"
    case gif = "GIF"
    case tiff = "TIFF"
    case bitmap = "BMP"

    /// So many first bytes tell the format.
    static let headBytes = 32

    /// The format of a file; nil if it is none of these.
    init?(_ bytes: [UInt8]) {
        func has(_ text: String, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: text.utf8)
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if has("RIFF"), has("WEBP", at: 8) {
            self = .webp
        } else if has("ftyp", at: 4) {
            // A brand of ISO/IEC 23008-12, annex B: heic, heix, mif1, …
            guard
                has("avi", at: 8) || ["hei", "hev", "hec", "mif", "msf"].contains(where: { has($0, at: 8) })
            else { return nil }
            self = has("avi", at: 8) ? .avif : .heif
        } else if has("GIF8") {
            self = .gif
        } else if has("II*\0") || has("MM\0*") {
            self = .tiff
        } else if has("BM"), bytes.count > 14, bytes[6..<10].allSatisfy({ $0 == 0 }) {
            self = .bitmap
        } else {
            return nil
        }
    }

    /// A command that makes a JPEG of a file. FFmpeg reads of HEIF only the first tile.
    func conversion(of path: String) -> String {
        let stem = path.lastIndex(of: ".").flatMap { path[$0...].contains("/") ? nil : path[..<$0] }
        let (from, to) = (Self.quoted(path), Self.quoted(String(stem ?? path[...]) + ".jpg"))
        return switch self {
        case .heif, .avif: "heif-convert \(from) \(to)  (Debian's libheif-examples)"
        default: "ffmpeg -i \(from) -frames:v 1 -q:v 2 \(to)"
        }
    }

    /// A word of a shell's command.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let escaped = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
        return isPlain ? text : "'\(escaped)'"
    }
}
