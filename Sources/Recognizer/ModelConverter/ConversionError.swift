internal import CDlibModels

/// Why a model cannot be converted.
struct ConversionError: Error, CustomStringConvertible {
    /// The file that was read or written.
    let path: String
    let reason: String

    var description: String { "Cannot convert \(path): \(reason). Run scripts/fetch-models again." }
}

/// Room for the text of one error of the shim.
struct ErrorText {
    var text = [CChar](repeating: 0, count: Int(CDlibModelsErrorCapacity))

    var words: String {
        String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
