internal import Glibc

/// A JSON text that has been checked, and what its nodes say as Swift values.
///
/// Nothing is made before it is asked for, coding paths included: they are found again from the nodes when there is
/// an error to report.
final class JSONDocument {
    private let bytes: [UInt8]
    /// What types want to know from outside while they are decoded.
    let userInfo: [CodingUserInfoKey: any Sendable]
    /// Those of the text, and one for values that are absent.
    let nodes: [JSONNode]
    /// Which child of a container a path has led to last: a type that tries one form after the other makes an error for
    /// each element, and must not be made to count them all from the first one again.
    private var lastChildren: [Int: (child: Int, index: Int)] = [:]
    /// The keys of objects that have many, each with its value's node.
    private var keyIndexes: [Int: [[UInt8]: Int]] = [:]

    /// Up to so many keys, comparing them all is faster than an index.
    private static let maximumKeysCompared = 64

    /// - Throws: `DecodingError.dataCorrupted` when it is not JSON.
    init(_ bytes: [UInt8], userInfo: [CodingUserInfoKey: any Sendable] = [:]) throws {
        self.bytes = bytes
        self.userInfo = userInfo
        do throws(JSONSyntaxError) {
            nodes = try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
                var parser = JSONParser(buffer)
                try parser.parse()
                return parser.nodes
            }
        } catch {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: [], debugDescription: "The data is not JSON: \(error).",
                    underlyingError: error))
        }
    }

    // MARK: Values

    /// Any decodable value. Types that are frequent do without containers of their own.
    func decode<Value: Decodable>(_ type: Value.Type, at node: Int) throws -> Value {
        if type == String.self { return unsafeBitCast(try string(at: node), to: type) }
        if type == [String].self {
            return unsafeBitCast(try elements(at: node) { try string(at: $0) }, to: type)
        }
        if type == [Int].self {
            return unsafeBitCast(try elements(at: node) { try integer(Int.self, at: $0) }, to: type)
        }
        if type == [Double].self {
            return unsafeBitCast(try elements(at: node) { try double(at: $0) }, to: type)
        }
        if type == [String: String].self {
            return unsafeBitCast(try dictionary(at: node) { try string(at: $0) }, to: type)
        }
        if type == JSONValue.self { return unsafeBitCast(try anyValue(at: node), to: type) }
        if type == [String: JSONValue].self {
            return unsafeBitCast(try dictionary(at: node) { try anyValue(at: $0) }, to: type)
        }
        if let form = FoundationType(type) { return try decode(type, as: form, at: node) }
        return try Value(from: JSONValueDecoder(document: self, node: node))
    }

    /// A null that stands for what the text does not have.
    var absent: Int { nodes.count - 1 }

    func isNull(_ node: Int) -> Bool { nodes[node].kind == .null }

    func boolean(at node: Int) throws -> Bool {
        switch nodes[node].kind {
        case .true: true
        case .false: false
        default: throw mismatch(Bool.self, at: node)
        }
    }

    func string(at node: Int) throws -> String {
        switch nodes[node].kind {
        case .string: return text(of: node)
        case .escapedString:
            guard let unescaped = bytes[nodes[node].range].unescaped else {
                throw corrupted("A surrogate in the string has no partner.", at: node)
            }
            return String(decoding: unescaped, as: UTF8.self)
        default: throw mismatch(String.self, at: node)
        }
    }

    /// A number's text.
    func number(at node: Int) throws -> String {
        switch nodes[node].kind {
        case .integer, .number: return text(of: node)
        default: throw mismatch(Double.self, at: node)
        }
    }

    private func text(of node: Int) -> String {
        let range = nodes[node].range
        return bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
        }
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type, at node: Int) throws -> Number {
        switch nodes[node].kind {
        case .integer, .number: break
        default: throw mismatch(type, at: node)
        }
        guard let value = exactInteger(type, at: node) else { throw doesNotFit(type, at: node) }
        return value
    }

    /// A number, where it is an integer that the type has.
    private func exactInteger<Number: FixedWidthInteger>(_ type: Number.Type, at node: Int) -> Number? {
        var digits = bytes[nodes[node].range]
        if nodes[node].kind == .number {
            // 1.0 and 1e3 are integers.
            guard let integer = digits.integerDigits else { return nil }
            digits = integer
        }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        var value: Number = 0
        for digit in digits {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let unit = Number(truncatingIfNeeded: digit &- UInt8(ascii: "0"))
            let (sum, sumOverflow) =
                isNegative ? tens.subtractingReportingOverflow(unit) : tens.addingReportingOverflow(unit)
            if overflow || sumOverflow { return nil }
            value = sum
        }
        return value
    }

    func double(at node: Int) throws -> Double {
        try floatingPoint(Double.self, at: node) { Double($0) }
    }

    func float(at node: Int) throws -> Float {
        try floatingPoint(Float.self, at: node) { Float($0) }
    }

    private func floatingPoint<Number: BinaryFloatingPoint>(
        _ type: Number.Type, at node: Int, _ parse: (String) -> Number?
    ) throws -> Number {
        switch nodes[node].kind {
        case .integer, .number: break
        default: throw mismatch(type, at: node)
        }
        // The standard library rounds correctly whatever the locale.
        let text = text(of: node)
        guard let value = parse(text), value.isFinite else { throw doesNotFit(type, at: node) }
        return value
    }

    private func elements<Element>(at node: Int, _ element: (Int) throws -> Element) throws -> [Element] {
        guard nodes[node].kind == .array else { throw mismatch([Element].self, at: node) }
        var result: [Element] = []
        result.reserveCapacity(nodes[node].count)
        var child = node + 1
        while child < nodes[node].next {
            result.append(try element(child))
            child = Int(nodes[child].next)
        }
        return result
    }

    private func dictionary<Value>(
        at node: Int, _ value: (Int) throws -> Value
    ) throws -> [String: Value] {
        guard nodes[node].kind == .object else { throw mismatch([String: Value].self, at: node) }
        var result = [String: Value](minimumCapacity: nodes[node].count)
        for (key, node) in fields(of: node) {
            guard let name = keyText(key), result[name] == nil else { continue }
            result[name] = try value(node)
        }
        return result
    }

    private func anyValue(at node: Int) throws -> JSONValue {
        switch nodes[node].kind {
        case .null: return .null
        case .false: return .boolean(false)
        case .true: return .boolean(true)
        case .integer, .number:
            if let integer = exactInteger(Int64.self, at: node) { return .integer(integer) }
            return .number(try double(at: node))
        case .string, .escapedString: return .string(try string(at: node))
        case .array: return .array(try elements(at: node) { try anyValue(at: $0) })
        case .object: return .object(try dictionary(at: node) { try anyValue(at: $0) })
        }
    }

    // MARK: Objects

    /// The nodes of an object's keys and values.
    func fields(of object: Int) -> some Sequence<(key: Int, value: Int)> {
        let end = Int(nodes[object].next)
        return sequence(state: object + 1) { [nodes] key -> (key: Int, value: Int)? in
            guard key < end else { return nil }
            defer { key = Int(nodes[key + 1].next) }
            return (key, key + 1)
        }
    }

    /// A key as text; nil where it is not text.
    func keyText(_ key: Int) -> String? {
        if nodes[key].kind != .escapedString { return text(of: key) }
        return bytes[nodes[key].range].unescaped.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The node of the value with the key, the first one if there are several.
    func value(in object: Int, for key: some CodingKey) -> Int? {
        var name = key.stringValue
        return name.withUTF8 { name in
            nodes[object].count > Self.maximumKeysCompared
                ? keyIndex(of: object)[Array(name)] : firstValue(in: object, named: name)
        }
    }

    private func firstValue(in object: Int, named name: UnsafeBufferPointer<UInt8>) -> Int? {
        let end = Int(nodes[object].next)
        var key = object + 1
        while key < end {
            let node = nodes[key]
            if node.kind == .escapedString {
                if bytes[node.range].unescaped?.elementsEqual(name) == true { return key + 1 }
            } else if Int(node.end - node.start) == name.count, isText(at: Int(node.start), equalTo: name) {
                return key + 1
            }
            key = Int(nodes[key + 1].next)
        }
        return nil
    }

    private func isText(at start: Int, equalTo name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let expected = name.baseAddress else { return true }
        return bytes.withUnsafeBytes { bytes in
            guard let text = bytes.baseAddress else { return false }
            return memcmp(text + start, expected, name.count) == 0
        }
    }

    private func keyIndex(of object: Int) -> [[UInt8]: Int] {
        if let index = keyIndexes[object] { return index }
        var index: [[UInt8]: Int] = [:]
        for (key, value) in fields(of: object) {
            let text = bytes[nodes[key].range]
            let name = nodes[key].kind == .escapedString ? text.unescaped : Array(text)
            guard let name, index[name] == nil else { continue }
            index[name] = value
        }
        keyIndexes[object] = index
        return index
    }

    // MARK: Errors

    /// The coding path of a node: what leads to it from the text's outermost value.
    func path(to node: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var parent = 0
        while parent != node {
            let isObject = nodes[parent].kind == .object
            var (child, index) = lastChildren[parent] ?? (parent + 1, 0)
            if node < child { (child, index) = (parent + 1, 0) }
            while true {
                let value = isObject ? child + 1 : child
                guard value < nodes[parent].next else { return path }
                if node < nodes[value].next {
                    lastChildren[parent] = (child, index)
                    path.append(
                        isObject ? JSONKey(stringValue: keyText(child) ?? "") : JSONKey(intValue: index))
                    parent = value
                    break
                }
                child = Int(nodes[value].next)
                index += 1
            }
        }
        return path
    }

    func mismatch(_ type: any Any.Type, at node: Int) -> DecodingError {
        if isNull(node) {
            return .valueNotFound(
                type, .init(codingPath: path(to: node), debugDescription: "Expected \(type) but found null."))
        }
        let found = nodes[node].kind.name
        return .typeMismatch(
            type, .init(codingPath: path(to: node), debugDescription: "Expected \(type) but found \(found)."))
    }

    func doesNotFit(_ type: any Any.Type, at node: Int) -> DecodingError {
        let number = String(decoding: bytes[nodes[node].range].prefix(64), as: UTF8.self)
        return corrupted("The number \(number) does not fit in \(type).", at: node)
    }

    func corrupted(_ reason: String, at node: Int) -> DecodingError {
        .dataCorrupted(.init(codingPath: path(to: node), debugDescription: reason))
    }
}

extension JSONNode.Kind {
    fileprivate var name: StaticString {
        switch self {
        case .null: "null"
        case .false, .true: "a boolean"
        case .integer, .number: "a number"
        case .string, .escapedString: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
