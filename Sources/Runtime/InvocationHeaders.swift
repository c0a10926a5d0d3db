/// What `GET /runtime/invocation/next` says about an event, apart from its body.
///
/// The values stay bytes until somebody asks: most functions read none of them, and they all lie in one
/// buffer, so that an event costs one allocation here.
package struct InvocationHeaders: Sendable {
    /// The headers of the Lambda Runtime API (AWS Lambda Developer Guide, "Using the Lambda runtime API
    /// for custom runtimes").
    package enum Field: Int, CaseIterable, Sendable {
        case requestID
        case deadline
        case functionARN
        case traceID
        case clientContext
        case cognitoIdentity
        case tenantID
        case invocationID

        /// The header's name, in lower case, without the prefix `Lambda-Runtime-`.
        fileprivate var name: StaticString {
            switch self {
            case .requestID: "aws-request-id"
            case .deadline: "deadline-ms"
            case .functionARN: "invoked-function-arn"
            case .traceID: "trace-id"
            case .clientContext: "client-context"
            case .cognitoIdentity: "cognito-identity"
            case .tenantID: "aws-tenant-id"
            case .invocationID: "invocation-id"
            }
        }
    }

    private static let prefix: StaticString = "lambda-runtime-"

    private var bytes: [UInt8] = []
    private var ranges = InlineArray<8, Range<Int>>(repeating: 0..<0)

    package init() {}

    /// Takes one header line, if it is one of the fields. A repeated header replaces the earlier one.
    mutating func add(line: UnsafeRawBufferPointer) {
        guard line.hasLowercasedPrefix(Self.prefix) else { return }
        let rest = UnsafeRawBufferPointer(rebasing: line[Self.prefix.utf8CodeUnitCount...])
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = UnsafeRawBufferPointer(rebasing: rest[..<colon])
        for field in Field.allCases
        where name.count == field.name.utf8CodeUnitCount && name.hasLowercasedPrefix(field.name) {
            set(field, to: UnsafeRawBufferPointer(rebasing: rest[(colon + 1)...]).trimmed)
            return
        }
    }

    package mutating func set(_ field: Field, to value: String) {
        var value = value
        value.withUTF8 { set(field, to: UnsafeRawBufferPointer($0)) }
    }

    private mutating func set(_ field: Field, to value: UnsafeRawBufferPointer) {
        let start = bytes.count
        bytes.append(contentsOf: value)
        ranges[field.rawValue] = start..<bytes.count
    }

    /// The value as text, nil where the header was absent or empty (Managed Instances send empty ones).
    package subscript(field: Field) -> String? {
        let range = ranges[field.rawValue]
        return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
    }

    /// The value as it came; empty where the header was absent.
    func withBytes<Value>(of field: Field, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[ranges[field.rawValue]])) }
    }

    /// The deadline in milliseconds since 1970, nil where it was absent or not a number.
    var deadlineMilliseconds: Int64? {
        withBytes(of: .deadline) { $0.decimalValue }
    }
}
