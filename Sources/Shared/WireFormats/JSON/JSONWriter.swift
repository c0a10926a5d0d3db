/// Writes JSON text, value by value.
///
/// A type that is being encoded has a level here, which its containers write to: what they write is already in place.
/// Only nested containers and superclasses' encoders may be written to at any time until the end, so each has a writer
/// of its own, whose text is put in its place at the end.
final class JSONWriter {
    enum Form {
        case nothing
        case scalar
        case array
        case object
    }

    /// A value that is being written.
    private struct Level {
        var form = Form.nothing
        /// Where the fields of this object begin in `fields`.
        var firstField: Int
        /// How many elements an array has so far.
        var count = 0
    }

    /// A field of an object that is being written.
    private struct Field {
        /// Where it begins, its comma included.
        var start: Int
        /// The key, with its quotation marks.
        var key: Range<Int>
    }

    /// The text, without what the parts hold.
    // Only one method at a time reads or changes these three, and none gives them to code of others: without the checks
    // an event costs a twentieth less.
    @exclusivity(unchecked) private var bytes = JSONOutput()
    /// Text that is written later, each with its place in the bytes.
    private var parts: [(offset: Int, writer: JSONWriter)] = []
    @exclusivity(unchecked) private var levels: [Level] = []
    @exclusivity(unchecked) private var fields: [Field] = []
    /// Where the keys of an object lie that has many.
    private var keyIndex: (level: Int, fields: [[UInt8]: Int])?
    /// What was asked for that JSON does not have.
    private var failure: String?
    private let outerPath: [any CodingKey]
    private let sortsKeys: Bool

    /// Up to so many keys, comparing them all is faster than an index.
    private static let maximumKeysCompared = 32

    init(path: [any CodingKey], sortsKeys: Bool) {
        outerPath = path
        self.sortsKeys = sortsKeys
    }

    /// A writer for one value that is written piece by piece; its level is 0.
    private convenience init(partAt path: [any CodingKey], sortsKeys: Bool) {
        self.init(path: path, sortsKeys: sortsKeys)
        levels.append(Level(firstField: 0))
    }

    /// The whole text, when `value` has been written.
    func text(of value: Any) throws -> [UInt8] {
        if let failure { throw error(value, failure) }
        if bytes.isEmpty { throw error(value, "The value did not encode anything.") }
        if parts.isEmpty { return Array(bytes[0..<bytes.count]) }
        var text: [UInt8] = []
        var position = 0
        for part in parts {
            text += bytes[position..<part.offset]
            text += try part.writer.partText(of: value)
            position = part.offset
        }
        return text + bytes[position..<bytes.count]
    }

    private func partText(of value: Any) throws -> [UInt8] {
        while !levels.isEmpty { closeLevel() }
        return try text(of: value)
    }

    func error(_ value: Any, _ reason: String) -> EncodingError {
        .invalidValue(value, .init(codingPath: path(to: levels.count), debugDescription: reason))
    }

    // MARK: Levels

    /// Begins an object at a level; the second time, goes on with it.
    func beginObject(at level: Int) { begin(.object, "{", at: level) }

    /// Begins an array at a level; the second time, goes on with it.
    func beginArray(at level: Int) { begin(.array, "[", at: level) }

    private func begin(_ form: Form, _ bracket: Unicode.Scalar, at level: Int) {
        guard level == levels.count - 1, levels[level].form == form || levels[level].form == .nothing else {
            failure = "A value asked for containers of different kinds, or for one after its end."
            return
        }
        if levels[level].form == .nothing { bytes.append(UInt8(ascii: bracket)) }
        levels[level].form = form
    }

    private func closeLevel() {
        guard let level = levels.popLast() else { return }
        switch level.form {
        case .nothing: bytes.append(text: "{}")
        case .scalar: break
        case .array: bytes.append(UInt8(ascii: "]"))
        case .object:
            if sortsKeys { sortFields(level.firstField...) }
            bytes.append(UInt8(ascii: "}"))
            fields.removeSubrange(level.firstField...)
            if keyIndex?.level == levels.count { keyIndex = nil }
        }
    }

    /// What leads to the value at a level.
    func path(to level: Int) -> [any CodingKey] {
        outerPath
            + levels.prefix(level).enumerated().compactMap { index, level -> JSONKey? in
                switch level.form {
                case .nothing, .scalar: return nil
                case .array: return JSONKey(intValue: max(level.count - 1, 0))
                case .object:
                    let end = index + 1 < levels.count ? levels[index + 1].firstField : fields.count
                    guard end > level.firstField, let key = bytes[fields[end - 1].key.innerText].unescaped
                    else {
                        return nil
                    }
                    return JSONKey(stringValue: String(decoding: key, as: UTF8.self))
                }
            }
    }

    /// How many elements the array at a level has.
    func count(at level: Int) -> Int { level < levels.count ? levels[level].count : 0 }

    // MARK: Elements

    /// Writes an element of the array at a level.
    func element(at level: Int, _ write: (JSONWriter) throws -> Void) throws {
        guard level == levels.count - 1 else { return failure = Self.wrongOrder }
        let mark = bytes.count
        if levels[level].count > 0 { bytes.append(UInt8(ascii: ",")) }
        levels[level].count += 1
        do {
            try write(self)
        } catch {
            undo(to: mark, level)
            levels[level].count -= 1
            throw error
        }
    }

    /// Writes a field of the object at a level.
    func field(_ key: some CodingKey, at level: Int, _ write: (JSONWriter) throws -> Void) throws {
        guard level == levels.count - 1 else { return failure = Self.wrongOrder }
        let mark = bytes.count
        let first = levels[level].firstField
        if fields.count > first { bytes.append(UInt8(ascii: ",")) }
        let start = bytes.count
        bytes.append(jsonString: key.stringValue)
        let field = Field(start: mark, key: start..<bytes.count)
        let earlier = earlierField(field.key, at: level)
        fields.append(field)
        bytes.append(UInt8(ascii: ":"))
        do {
            try write(self)
        } catch {
            undo(to: mark, level)
            fields.removeLast()
            keyIndex = nil
            throw error
        }
        if let earlier { remove(earlier, at: level) }
    }

    private static let wrongOrder =
        "A container was used while an element of it was being encoded, or after its end."

    /// Takes back what was written since the text was so long.
    private func undo(to count: Int, _ level: Int) {
        bytes.remove(min(count, bytes.count)..<bytes.count)
        parts.removeAll { $0.offset > count }
        if levels.count > level + 1 {
            fields.removeSubrange(levels[level + 1].firstField...)
            levels.removeSubrange((level + 1)...)
        }
    }

    /// The field that has the key already.
    private func earlierField(_ key: Range<Int>, at level: Int) -> Int? {
        let first = levels[level].firstField
        if fields.count - first > Self.maximumKeysCompared { return indexedField(key, at: level) }
        var index = first
        while index < fields.count {
            let other = fields[index].key
            if other.count == key.count, bytes[other].elementsEqual(bytes[key]) { return index }
            index += 1
        }
        return nil
    }

    private func indexedField(_ key: Range<Int>, at level: Int) -> Int? {
        var index = keyIndex?.level == level ? keyIndex?.fields ?? [:] : [:]
        keyIndex = nil
        if index.isEmpty {
            for position in levels[level].firstField..<fields.count {
                index[Array(bytes[fields[position].key])] = position
            }
        }
        let name = Array(bytes[key])
        let earlier = index[name]
        index[name] = fields.count
        keyIndex = (level, index)
        return earlier
    }

    /// Removes a field whose key was encoded again: the last value counts, as in Foundation.
    private func remove(_ field: Int, at level: Int) {
        let start = fields[field].start
        let end = fields[field + 1].start
        var range = start..<end
        if field == levels[level].firstField {
            // The next one becomes the first and needs no comma.
            range = start..<end + 1
        }
        bytes.remove(range)
        // A part lies behind all that has its offset, so one at the start belongs to the field before.
        parts.removeAll { $0.offset > start && $0.offset <= end }
        for index in parts.indices where parts[index].offset > end { parts[index].offset -= range.count }
        fields.remove(at: field)
        for index in field..<fields.count {
            fields[index].start = max(fields[index].start - range.count, start)
            let key = fields[index].key
            fields[index].key = (key.lowerBound - range.count)..<(key.upperBound - range.count)
        }
        keyIndex = nil
    }

    /// Puts the fields of the innermost object in the order of their keys. They are not touched again afterwards.
    private func sortFields(_ range: PartialRangeFrom<Int>) {
        let sources = fields[range].indices.map { index in
            let end = index + 1 < fields.endIndex ? fields[index + 1].start : bytes.count
            let key = bytes[fields[index].key.innerText]
            return (key: key.unescaped ?? Array(key), text: fields[index].key.lowerBound..<end)
        }
        guard let start = sources.first?.text.lowerBound else { return }
        let partsInside = parts.filter { $0.offset > start }
        parts.removeLast(partsInside.count)
        var sorted: [UInt8] = []
        for (_, text) in sources.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            let shift = start + sorted.count - text.lowerBound
            for part in partsInside where text.lowerBound < part.offset && part.offset <= text.upperBound {
                parts.append((part.offset + shift, part.writer))
            }
            sorted += bytes[text]
        }
        bytes.remove(start..<bytes.count)
        sorted.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    // MARK: Values

    /// Writes any value. Types that are frequent do without containers of their own.
    func write<Value: Encodable>(_ value: Value) throws {
        if Value.self == String.self { return write(unsafeBitCast(value, to: String.self)) }
        if Value.self == [String].self {
            return writeElements(of: unsafeBitCast(value, to: [String].self)) { write($0) }
        }
        if Value.self == [Int].self {
            return writeElements(of: unsafeBitCast(value, to: [Int].self)) { write(integer: $0) }
        }
        if Value.self == [Double].self {
            return try writeElements(of: unsafeBitCast(value, to: [Double].self)) { try write($0) }
        }
        if let type = FoundationType(Value.self) { return try write(value, as: type) }
        try writeAsItself(value)
    }

    /// Writes a value as its type encodes it.
    func writeAsItself(_ value: some Encodable) throws {
        levels.append(Level(firstField: fields.count))
        try value.encode(to: JSONValueEncoder(writer: self, level: levels.count - 1))
        if levels.count == 1, levels[0].form == .nothing {
            levels.removeLast()
            return
        }
        closeLevel()
    }

    private func writeElements<Element>(
        of array: [Element], _ write: (Element) throws -> Void
    ) rethrows {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in array {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            try write(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    func writeNull() { bytes.append(text: "null") }
    func write(_ value: Bool) { bytes.append(text: value ? "true" : "false") }
    func write(_ value: String) { bytes.append(jsonString: value) }
    func write(integer value: some FixedWidthInteger) { bytes.append(decimal: value) }

    func write<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ value: Number) throws {
        guard value.isFinite else { throw error(value, "JSON has no number \(value).") }
        // The shortest text that gives the same number again; as in Foundation, integers have no fraction.
        let text = value.description
        bytes.append(text: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// Writes a number whose text is known.
    func write(number text: String) { bytes.append(text: text) }

    /// A writer for what comes here, whenever it comes.
    func part() -> JSONWriter {
        let writer = JSONWriter(partAt: path(to: levels.count), sortsKeys: sortsKeys)
        parts.append((bytes.count, writer))
        return writer
    }

    /// The writer of a field that is a nested container already: who asks for one again goes on with it, as in Foundation.
    func part(for key: some CodingKey, at level: Int, _ form: Form) -> JSONWriter? {
        guard level == levels.count - 1, !parts.isEmpty else { return nil }
        let written = bytes.count
        bytes.append(jsonString: key.stringValue)
        let text = written..<bytes.count
        let field = earlierField(text, at: level)
        // The search took the field for one that is being written.
        if keyIndex?.level == level { keyIndex?.fields[Array(bytes[text])] = field }
        bytes.remove(text)
        guard let field else { return nil }
        let value = fields[field].key.upperBound + 1
        let part = parts.first { $0.offset == value }?.writer
        return part?.levels.first?.form == form ? part : nil
    }

    /// Writes the value of a level that is a single value.
    func scalar(at level: Int, _ write: (JSONWriter) throws -> Void) throws {
        guard level == levels.count - 1, levels[level].form == .nothing else {
            failure = "A single value was encoded twice, or after its end."
            return
        }
        levels[level].form = .scalar
        let mark = bytes.count
        do {
            try write(self)
        } catch {
            undo(to: mark, level)
            levels[level].form = .nothing
            throw error
        }
    }
}

extension Range<Int> {
    /// What is between the quotation marks.
    fileprivate var innerText: Range<Int> { (lowerBound + 1)..<(upperBound - 1) }
}
