/// One value, or one key, of a JSON text that has been checked: where it lies.
///
/// The nodes of a text form one array in the order of the text: a container's node is followed by those of its
/// elements, in an object by key and value in turn.
struct JSONNode {
    enum Kind: UInt8 {
        case null
        case `false`
        case `true`
        /// Digits only, perhaps with a minus sign.
        case integer
        /// With a fraction or an exponent.
        case number
        case string
        /// A string whose text is not its value.
        case escapedString
        case array
        case object
    }

    /// The text's first byte; a string's without its quotation mark.
    var start: UInt32
    /// The first byte after it.
    var end: UInt32
    /// The index of the node after this one and all that it holds.
    var next: UInt32
    private var countAndKind: UInt32

    /// - Parameter count: how many elements an array has, and how many keys an object; less than 2²⁸.
    init(kind: Kind, start: Int, end: Int, next: Int, count: Int = 0) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        countAndKind = UInt32(truncatingIfNeeded: count) << 4 | UInt32(kind.rawValue)
    }

    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: countAndKind & 15)) ?? .null }
    var count: Int { Int(countAndKind >> 4) }
    var range: Range<Int> { Int(start)..<Int(end) }
}
