extension [UInt8] {
    /// The bytes in Base64 with padding (RFC 4648, section 4).
    var base64: [UInt8] {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        var encoded: [UInt8] = []
        encoded.reserveCapacity((count + 2) / 3 * 4)
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            var bits = 0
            for index in 0..<3 { bits = bits << 8 | Int(group.dropFirst(index).first ?? 0) }
            for index in 0..<4 {
                let isPadding = index > group.count
                let digit = alphabet.utf8Start[bits >> (18 - 6 * index) & 63]
                encoded.append(isPadding ? UInt8(ascii: "=") : digit)
            }
        }
        return encoded
    }

    #if LocalRun
        /// The bytes that Base64 text stands for; nil if it is none.
        init?(base64 text: String) {
            self = []
            var bits = 0
            var count = 0
            for byte in text.utf8 where byte != UInt8(ascii: "=") {
                let digit: UInt8
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - UInt8(ascii: "A")
                case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - UInt8(ascii: "a") + 26
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0") + 52
                case UInt8(ascii: "+"): digit = 62
                case UInt8(ascii: "/"): digit = 63
                default: return nil
                }
                bits = (bits << 6 | Int(digit)) & 0xFFFF
                count += 6
                if count >= 8 {
                    count -= 8
                    append(UInt8(truncatingIfNeeded: bits >> count))
                }
            }
        }
    #endif
}
