import FoundationEssentials
import Testing
import WireFormats

/// What decoding ends with: a value, or the kind of error with its place.
enum JSONOutcome<Value: Equatable>: Equatable {
    case value(Value)
    case error(String)

    init(_ decode: () throws -> Value) {
        do {
            self = .value(try decode())
        } catch DecodingError.typeMismatch(_, let context) {
            self = .error("type mismatch at \(context.place)")
        } catch DecodingError.valueNotFound(_, let context) {
            self = .error("value not found at \(context.place)")
        } catch DecodingError.keyNotFound(let key, let context) {
            self = .error("\(key.stringValue) not found at \(context.place)")
        } catch DecodingError.dataCorrupted {
            // Foundation does not say the place of a number that does not fit.
            self = .error("corrupted")
        } catch {
            self = .error("\(error)")
        }
    }
}

extension DecodingError.Context {
    fileprivate var place: String { codingPath.map(\.stringValue).joined(separator: ".") }
}

/// Decodes with both coders and expects the same outcome.
func expectAsFoundation<Value: Decodable & Equatable>(
    _ type: Value.Type, _ json: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    expectAsFoundation(type, Array(json.utf8), sourceLocation: sourceLocation)
}

/// Decodes with both coders and expects the same outcome.
func expectAsFoundation<Value: Decodable & Equatable>(
    _ type: Value.Type, _ json: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
) {
    let ours = JSONOutcome { try JSON.decode(type, from: json) }
    let theirs = JSONOutcome { try JSONDecoder().decode(type, from: Data(json)) }
    #expect(
        ours == theirs, "\(type) of \(String(decoding: json.prefix(300), as: UTF8.self))",
        sourceLocation: sourceLocation)
}
