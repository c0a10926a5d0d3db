// What JSON strings consist of, as bytes.
extension UnsafeBufferPointer<UInt8> {
    /// The first byte from `start` on that is not printable ASCII without quotation mark and backslash.
    func endOfPlainText(from start: Int) -> Int {
        guard let base = baseAddress else { return start }
        let bytes = UnsafeRawPointer(base)
        var position = start
        while position &+ 8 <= count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            // Taking one from each byte sets the high bit of those that are zero: quotation marks in the first term,
            // backslashes in the second; the third has it where a byte is below the space. A borrow reaches only bytes
            // behind one that is found, and bytes beyond ASCII have the bit themselves.
            let found =
                ((word ^ 0x2222_2222_2222_2222) &- 0x0101_0101_0101_0101)
                | ((word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101)
                | (word &- 0x2020_2020_2020_2020) | word
            let marks = found & 0x8080_8080_8080_8080
            if marks != 0 { return position &+ marks.trailingZeroBitCount / 8 }
            position &+= 8
        }
        while position < count, base[position].isPlainText { position &+= 1 }
        return position
    }

    /// The length of the character beyond ASCII at `position`; nil where it is not well formed (The Unicode Standard,
    /// table 3-7).
    func lengthOfCharacter(at position: Int) -> Int? {
        let first = self[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard position + length <= count, second.contains(self[position + 1]) else { return nil }
        for index in position + 1..<position + length where self[index] & 0xC0 != 0x80 { return nil }
        return length
    }
}

extension UInt8 {
    fileprivate var isPlainText: Bool {
        self >= 0x20 && self < 0x80 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }

    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// A JSON string's value without its escapes; nil where half of a surrogate pair stands alone.
    ///
    /// The escapes have been checked but for that.
    var unescaped: [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var position = startIndex
        while position < endIndex {
            let byte = self[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), position < endIndex else {
                result.append(byte)
                continue
            }
            let escape = self[position]
            position += 1
            switch escape {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                guard let scalar = escapedScalar(at: &position) else { return nil }
                result.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            default: result.append(escape)
            }
        }
        return result
    }

    /// The character of `XXXX`, or of `XXXX\uXXXX` for a surrogate pair.
    private func escapedScalar(at position: inout Int) -> Unicode.Scalar? {
        guard let first = codeUnit(at: &position) else { return nil }
        guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) }
        guard position + 1 < endIndex, self[position] == UInt8(ascii: "\\"),
            self[position + 1] == UInt8(ascii: "u")
        else { return nil }
        position += 2
        guard let second = codeUnit(at: &position), second & 0xFC00 == 0xDC00 else { return nil }
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
    }

    private func codeUnit(at position: inout Int) -> UInt32? {
        guard position + 4 <= endIndex else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = self[position].hexadecimalValue else { return nil }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }
}
