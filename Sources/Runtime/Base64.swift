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
}
