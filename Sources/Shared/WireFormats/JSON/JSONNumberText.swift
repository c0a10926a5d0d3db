extension ArraySlice<UInt8> {
    /// The digits, and the sign, of a JSON number with a fraction or an exponent, if it is an integer of a size that
    /// an integer type may have.
    var integerDigits: ArraySlice<UInt8>? {
        let mantissa = prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let exponent = self[mantissa.endIndex...].dropFirst()
        guard let exponent = exponent.isEmpty ? 0 : Int(String(decoding: exponent, as: UTF8.self)) else {
            return nil
        }
        var digits = mantissa.filter { $0 != UInt8(ascii: ".") }
        let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.endIndex
        let fraction =
            mantissa.distance(from: point, to: mantissa.endIndex) - (point == mantissa.endIndex ? 0 : 1)
        if !digits.contains(where: { $0 > UInt8(ascii: "0") }) { return [UInt8(ascii: "0")] }

        // The place of the last digit: 2 in 1e2, -1 in 1.5.
        let (last, overflow) = exponent.subtractingReportingOverflow(fraction)
        // The largest integers have 39 digits.
        if overflow || last > 40 { return nil }
        if last >= 0 { return digits[...] + Array(repeating: UInt8(ascii: "0"), count: last) }
        for _ in last..<0 {
            guard digits.popLast() == UInt8(ascii: "0") else { return nil }
        }
        return digits[...]
    }
}
