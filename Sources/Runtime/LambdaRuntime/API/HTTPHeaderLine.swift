internal import Glibc

// Header lines as bytes: what the loop needs of RFC 9110's field syntax, without making strings.
extension UnsafeRawBufferPointer {
    /// Whether the line begins with `prefix`, which is given in lower case; ASCII case does not matter.
    func hasLowercasedPrefix(_ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard count >= length, let line = baseAddress else { return false }
        return strncasecmp(
            line.assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(prefix.utf8Start).assumingMemoryBound(to: CChar.self), length) == 0
    }

    /// Without white space and line ends around it.
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start] <= UInt8(ascii: " ") { start += 1 }
        while end > start, self[end - 1] <= UInt8(ascii: " ") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// The number that the digits spell; nil if there is anything else or it exceeds `Int64`.
    var decimalValue: Int64? {
        if isEmpty { return nil }
        var value: Int64 = 0
        for byte in self {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if tensOverflow || sumOverflow { return nil }
            value = sum
        }
        return value
    }

    /// Whether it can stand in a header or a request target: visible ASCII only, no space.
    var isToken: Bool {
        !isEmpty && allSatisfy { $0 > UInt8(ascii: " ") && $0 < 0x7F }
    }
}
