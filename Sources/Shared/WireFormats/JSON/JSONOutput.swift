/// JSON text in the making: a buffer that grows. An array would look for other owners at each of the many small
/// pieces.
struct JSONOutput: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 960
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// The bytes of a range, as long as nothing is appended.
    subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: start, count: count)[range])
    }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count &+= 1
    }

    mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (start + count).update(from: source, count: bytes.count)
        count &+= bytes.count
    }

    /// Appends text between quotation marks.
    mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
        reserve(text.count &+ 2)
        start[count] = UInt8(ascii: "\"")
        if let source = text.baseAddress { (start + count + 1).update(from: source, count: text.count) }
        count &+= text.count &+ 2
        start[count &- 1] = UInt8(ascii: "\"")
    }

    mutating func append(text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    mutating func remove(_ range: Range<Int>) {
        let bytes = UnsafeMutableBufferPointer(start: start, count: count)
        let rest = UnsafeMutableBufferPointer(rebasing: bytes[range.upperBound...])
        _ = UnsafeMutableBufferPointer(rebasing: bytes[range.lowerBound...]).update(fromContentsOf: rest)
        count -= range.count
    }

    private mutating func reserve(_ additional: Int) {
        if capacity &- count < additional { grow(additional) }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        capacity = max(2 * capacity, count + additional)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.initialize(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
