/// One setting: what it is for, what its value must be, and where in `Settings` it goes. File, environment, command
/// line, `rollcall config`, help texts and errors read it.
struct SettingRow: Sendable {
    /// What a value must be.
    enum Kind: Equatable, Sendable {
        case text
        case wholeNumber(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case texts
        case choice([String])
    }

    /// Why a value cannot be used.
    struct Refusal: Error {
        let reason: String
    }

    let kind: Kind
    /// What the option's help says.
    let help: String
    /// What the value is called in the option's help.
    var valueName: String?
    /// The default in words, where it is not a fixed value.
    var defaultWords: String?
    /// The value for people; nil where none is set.
    let text: @Sendable (Settings) -> String?
    /// Sets the value.
    let set: @Sendable (inout Settings, SettingValue) throws(Refusal) -> Void

    static func text(
        _ path: any WritableKeyPath<Settings, String> & Sendable, _ help: String, valueName: String? = nil,
        defaultWords: String? = nil, refusal: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> SettingRow {
        SettingRow(
            kind: .text, help: help, valueName: valueName, defaultWords: defaultWords,
            text: { $0[keyPath: path] },
            set: { settings, value throws(Refusal) in
                settings[keyPath: path] = try Self.text(of: value, refusal: refusal)
            })
    }

    static func text(
        _ path: any WritableKeyPath<Settings, String?> & Sendable, _ help: String, valueName: String? = nil,
        defaultWords: String? = nil, refusal: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> SettingRow {
        SettingRow(
            kind: .text, help: help, valueName: valueName, defaultWords: defaultWords,
            text: { $0[keyPath: path] },
            set: { settings, value throws(Refusal) in
                settings[keyPath: path] = try Self.text(of: value, refusal: refusal)
            })
    }

    static func wholeNumber(
        _ path: any WritableKeyPath<Settings, Int> & Sendable, in range: ClosedRange<Int>, _ help: String,
        valueName: String? = nil
    ) -> SettingRow {
        SettingRow(
            kind: .wholeNumber(range), help: help, valueName: valueName,
            text: { "\($0[keyPath: path])" },
            set: { settings, value throws(Refusal) in
                guard case .number(let number) = value, let whole = Int(exactly: number) else {
                    throw Refusal(reason: "it must be a whole number")
                }
                settings[keyPath: path] = try Self.check(whole, in: range)
            })
    }

    static func number(
        _ path: any WritableKeyPath<Settings, Double> & Sendable, in range: ClosedRange<Double>,
        _ help: String,
        valueName: String? = nil
    ) -> SettingRow {
        SettingRow(
            kind: .number(range), help: help, valueName: valueName,
            text: { $0[keyPath: path].shortText },
            set: { settings, value throws(Refusal) in
                guard case .number(let number) = value else { throw Refusal(reason: "it must be a number") }
                settings[keyPath: path] = try Self.check(number, in: range)
            })
    }

    /// An address whose path nobody is shown.
    static func privateAddress(
        _ path: any WritableKeyPath<Settings, String?> & Sendable, _ help: String
    ) -> SettingRow {
        SettingRow(
            kind: .text, help: help, valueName: "url",
            text: { $0[keyPath: path]?.withoutPath },
            set: { settings, value throws(Refusal) in
                settings[keyPath: path] = try Self.text(of: value, refusal: { _ in nil })
            })
    }

    /// A text that nobody is shown.
    static func secret(
        _ path: any WritableKeyPath<Settings, String?> & Sendable, _ help: String
    ) -> SettingRow {
        SettingRow(
            kind: .text, help: help,
            text: { $0[keyPath: path].map { _ in "***" } },
            set: { settings, value throws(Refusal) in
                settings[keyPath: path] = try Self.text(of: value, refusal: { _ in nil })
            })
    }

    static func texts(
        _ path: any WritableKeyPath<Settings, [String]> & Sendable, _ help: String,
        refusal: @escaping @Sendable ([String]) -> String? = { _ in nil }
    ) -> SettingRow {
        SettingRow(
            kind: .texts, help: help,
            text: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path].joined(separator: " ") },
            set: { settings, value throws(Refusal) in
                guard case .texts(let texts) = value else {
                    throw Refusal(reason: "it must be a list of texts")
                }
                guard texts.allSatisfy(Self.isClean) else { throw Refusal(reason: Self.unclean) }
                if let reason = refusal(texts) { throw Refusal(reason: reason) }
                settings[keyPath: path] = texts
            })
    }

    static func choice<Value>(
        _ path: any WritableKeyPath<Settings, Value> & Sendable, of values: [Value], _ help: String,
        text: @escaping @Sendable (Value) -> String
    ) -> SettingRow where Value: Sendable {
        let texts = values.map(text)
        return SettingRow(
            kind: .choice(texts), help: help,
            text: { text($0[keyPath: path]) },
            set: { settings, value throws(Refusal) in
                let given: String
                switch value {
                case .text(let text): given = text
                case .number(let number): given = number.shortText
                case .texts, .other:
                    throw Refusal(reason: "it must be one of \(texts.joined(separator: ", "))")
                }
                guard let index = texts.firstIndex(of: given) else {
                    throw Refusal(reason: "\(given) is none of \(texts.joined(separator: ", "))")
                }
                settings[keyPath: path] = values[index]
            })
    }

    private static let unclean = "it has control characters"

    private static func isClean(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    private static func text(
        of value: SettingValue, refusal: (String) -> String?
    ) throws(Refusal) -> String {
        guard case .text(let text) = value else { throw Refusal(reason: "it must be a text") }
        guard !text.isEmpty else { throw Refusal(reason: "it is empty") }
        guard isClean(text) else { throw Refusal(reason: unclean) }
        if let reason = refusal(text) { throw Refusal(reason: reason) }
        return text
    }

    private static func check<Value: Comparable>(
        _ value: Value, in range: ClosedRange<Value>
    ) throws(Refusal) -> Value {
        guard range.contains(value) else {
            throw Refusal(reason: "\(value) is not within \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
