internal import Glibc

/// The headers with which Lambda answers: what `GET /runtime/invocation/next` says about an event apart from
/// its body, and the identifier that a registered extension gets.
///
/// The values stay bytes until somebody asks: most functions read none of them, and they all lie in one
/// buffer, so that an event costs one allocation here.
package struct LambdaHeaders: Sendable {
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
        case extensionIdentifier

        /// - Parameter name: the header's name without the prefix `Lambda-Runtime-`. Length and first
        ///   letter tell the names apart, so that one comparison is enough.
        fileprivate init?(name: UnsafeRawBufferPointer) {
            guard let first = name.first else { return nil }
            let (field, expected): (Field, StaticString)
            switch (name.count, first | 0x20) {
            case (14, UInt8(ascii: "a")): (field, expected) = (.requestID, "aws-request-id")
            case (11, _): (field, expected) = (.deadline, "deadline-ms")
            case (20, _): (field, expected) = (.functionARN, "invoked-function-arn")
            case (8, _): (field, expected) = (.traceID, "trace-id")
            case (14, _): (field, expected) = (.clientContext, "client-context")
            case (16, _): (field, expected) = (.cognitoIdentity, "cognito-identity")
            case (13, UInt8(ascii: "a")): (field, expected) = (.tenantID, "aws-tenant-id")
            case (13, _): (field, expected) = (.invocationID, "invocation-id")
            default: return nil
            }
            guard name.hasLowercasedPrefix(expected) else { return nil }
            self = field
        }
    }

    private static let prefix: StaticString = "lambda-runtime-"
    private static let extensionIdentifier: StaticString = "lambda-extension-identifier"

    /// What the values of an event take together: id, deadline, ARN and trace.
    private static let usualBytes = 256

    private var bytes: [UInt8] = []
    private var ranges = InlineArray<9, Range<Int>>(repeating: 0..<0)

    package init() {}

    /// Takes one header line, if it is one of the fields. A repeated header replaces the earlier one.
    mutating func add(line: UnsafeRawBufferPointer) {
        guard let start = line.baseAddress, let found = memchr(start, Int32(UInt8(ascii: ":")), line.count)
        else { return }
        let colon = UnsafeRawPointer(found) - start
        guard line.hasLowercasedPrefix(Self.prefix), colon >= Self.prefix.utf8CodeUnitCount else {
            if colon == Self.extensionIdentifier.utf8CodeUnitCount,
                line.hasLowercasedPrefix(Self.extensionIdentifier)
            {
                set(.extensionIdentifier, to: UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]).trimmed)
            }
            return
        }
        let name = UnsafeRawBufferPointer(rebasing: line[Self.prefix.utf8CodeUnitCount..<colon])
        guard let field = Field(name: name) else { return }
        set(field, to: UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]).trimmed)
    }

    package mutating func set(_ field: Field, to value: String) {
        var value = value
        value.withUTF8 { set(field, to: UnsafeRawBufferPointer($0)) }
    }

    private mutating func set(_ field: Field, to value: UnsafeRawBufferPointer) {
        if bytes.isEmpty { bytes.reserveCapacity(Self.usualBytes) }
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
