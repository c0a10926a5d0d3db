internal import CDlib

/// Room for the text of one error of the shims.
struct ShimError {
    var text = [CChar](repeating: 0, count: Int(CDlibErrorCapacity))

    var reason: String {
        String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
