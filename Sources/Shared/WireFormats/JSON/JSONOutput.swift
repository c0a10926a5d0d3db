/// JSON text in the making: a buffer that grows. An array would look for other owners at each of the many small
/// pieces.
package struct JSONOutput: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    package private(set) var count = 0

    package init(capacity: Int = 960) {
        self.capacity = max(capacity, 1)
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    package var isEmpty: Bool { count == 0 }

    /// The bytes of a range, as long as nothing is appended.
    package subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: start, count: count)[range])
    }

    package mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count &+= 1
    }

    package mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
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

    /// All bytes so far.
    package var bytes: [UInt8] { Array(self[0..<count]) }

    package mutating func append(text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    package mutating func remove(_ range: Range<Int>) {
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
