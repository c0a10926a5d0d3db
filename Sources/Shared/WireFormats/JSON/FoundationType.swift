internal import CFoundationTypes

/// The types of Foundation's whose JSON forms `JSONEncoder` and `JSONDecoder` make, and not the types themselves.
///
/// They are recognized and translated without Foundation: each has a form of its own, by which any coder can take it
/// apart and put it together.
enum FoundationType {
    /// A string of base64. Its own form is an array of bytes.
    case data
    /// A number. Its own form is ``DecimalForm``.
    case decimal
    /// A string. Its own form is ``URLForm``.
    case url

    /// Nil for every other type.
    init?(_ type: any Any.Type) {
        let metadata = unsafeBitCast(type, to: UnsafeRawPointer?.self)
        if metadata == Self.known.data {
            self = .data
        } else if metadata == Self.known.url {
            self = .url
        } else if metadata == Self.known.decimal {
            self = .decimal
        } else {
            return nil
        }
    }

    /// Nil where the program does not have the type.
    private struct Known: @unchecked Sendable {
        let data = CFoundationTypes_data()
        let decimal = CFoundationTypes_decimal()
        let url = CFoundationTypes_url()
    }

    private static let known = Known()
}

/// How a `URL` encodes itself.
struct URLForm: Codable {
    var relative: String
    var base: AnyBase?

    /// Whatever stands there: that it does is enough.
    struct AnyBase: Codable {}
}

/// How a `Decimal` encodes itself.
struct DecimalForm: Codable {
    var exponent: Int
    /// How many words of the mantissa count; 0 in a negative number means that it is none.
    var length: Int
    var isNegative: Bool
    var isCompact = true
    /// Eight words, the least significant first.
    var mantissa: [UInt16]

    private static let exponents = -128...127

    /// - Parameter number: as JSON writes it.
    /// - Returns: nil where a `Decimal` cannot hold all of its digits.
    init?(number: String) {
        let parts = number.split(whereSeparator: { $0 == "e" || $0 == "E" })
        guard let written = parts.first, var exponent = parts.count > 1 ? Int(parts[1]) : 0,
            Self.exponents.contains(exponent / 64)
        else { return nil }
        isNegative = written.first == "-"
        let digits = written.drop { $0 == "-" }
        if let point = digits.firstIndex(of: ".") {
            exponent -= digits.distance(from: point, to: digits.endIndex) - 1
        }
        var value: UInt128 = 0
        var zeros = 0
        for digit in digits.utf8 where digit != UInt8(ascii: ".") {
            // Zeros at the end go into the exponent.
            if digit == UInt8(ascii: "0") {
                zeros += value == 0 ? 0 : 1
                continue
            }
            for _ in 0..<zeros { guard value.append(0) else { return nil } }
            zeros = 0
            guard value.append(digit &- UInt8(ascii: "0")) else { return nil }
        }
        exponent += zeros
        if value == 0 { (exponent, isNegative) = (0, false) }
        while exponent > Self.exponents.upperBound {
            guard value.append(0) else { return nil }
            exponent -= 1
        }
        guard exponent >= Self.exponents.lowerBound else { return nil }
        self.exponent = exponent
        mantissa = (0..<8).map { UInt16(truncatingIfNeeded: value >> UInt128(16 * $0)) }
        length = (mantissa.lastIndex { $0 != 0 } ?? -1) + 1
    }

    /// The number as JSON writes it; nil for what is no number.
    var number: String? {
        guard mantissa.count == 8, Self.exponents.contains(exponent), length > 0 || !isNegative else {
            return nil
        }
        let value = mantissa.reversed().reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
        var digits = String(value)
        if exponent >= 0 {
            digits += value == 0 ? "" : String(repeating: "0", count: exponent)
        } else {
            let missing = max(1 - exponent - digits.utf8.count, 0)
            digits = String(repeating: "0", count: missing) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: exponent))
        }
        return (isNegative ? "-" : "") + digits
    }
}

extension UInt128 {
    /// Makes it ten times as large and adds the digit; false where there is no room for that.
    fileprivate mutating func append(_ digit: UInt8) -> Bool {
        let (tens, overflow) = multipliedReportingOverflow(by: 10)
        let (sum, sumOverflow) = tens.addingReportingOverflow(UInt128(digit))
        self = sum
        return !overflow && !sumOverflow
    }
}
