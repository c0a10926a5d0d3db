import TestSupport

/// Any JSON value, by what decoders and encoders offer.
enum AnyJSON: Codable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([AnyJSON])
    case object([String: AnyJSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([AnyJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: AnyJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }

    /// A random value.
    static func random(using random: inout SeededGenerator, depth: Int = 0) -> AnyJSON {
        switch Int.random(in: 0..<(depth < 4 ? 10 : 6), using: &random) {
        case 0: .null
        case 1: .boolean(.random(using: &random))
        case 2: .integer(Int64(bitPattern: random.next()) >> Int.random(in: 0..<64, using: &random))
        case 3: .number(.random(using: &random))
        case 4, 5: .string(.random(using: &random))
        case 6, 7:
            .array(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    .random(using: &random, depth: depth + 1)
                })
        default:
            .object(
                Dictionary(
                    (0..<Int.random(in: 0...5, using: &random)).map { _ in
                        (String.random(using: &random), AnyJSON.random(using: &random, depth: depth + 1))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }
}

extension Double {
    /// Any finite number: all exponents are as likely.
    static func random(using random: inout SeededGenerator) -> Double {
        let number = Double(bitPattern: random.next())
        return number.isFinite ? number : 0.1
    }
}

extension String {
    /// Up to 40 characters, many of which JSON escapes.
    static func random(using random: inout SeededGenerator) -> String {
        let hard: [Unicode.Scalar] = [
            "\"", "\\", "/", "\0", "\u{1F}", "\n", "\t", "\u{7F}", "é", "€", "🎓", "\u{FFFF}",
        ]
        let length = Int.random(in: 0...40, using: &random)
        let hardness = UInt.random(in: 1...20, using: &random)
        var text = String.UnicodeScalarView()
        for _ in 0..<length {
            if UInt.random(in: 0...hardness, using: &random) == 0,
                let scalar = hard.randomElement(using: &random)
            {
                text.append(scalar)
            } else {
                text.append(Unicode.Scalar(UInt8.random(in: 0x20..<0x7F, using: &random)))
            }
        }
        return String(text)
    }
}
