/// A file of named sections of settings, `~/.aws/config` or `~/.aws/credentials`
/// ("Using shared config and credentials files", AWS SDKs and Tools Reference Guide).
struct SharedFile: Sendable {
    /// Settings by section. Those nested below another are named `outer.inner`.
    private(set) var sections: [String: [String: String]] = [:]

    init(_ text: String) {
        var section: String?
        var outer: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[" {
                section = Self.sectionName(line)
                outer = nil
                continue
            }
            guard let section, let (name, value) = Self.setting(line) else { continue }
            if first == " " || first == "\t" {
                if let outer { sections[section, default: [:]]["\(outer).\(name)"] = value }
            } else {
                outer = name
                sections[section, default: [:]][name] = value
            }
        }
    }

    private static func sectionName(_ line: Substring) -> String? {
        guard let end = line.firstIndex(of: "]") else { return nil }
        let words = line[..<end].dropFirst().split { $0 == " " || $0 == "\t" }
        return words.joined(separator: " ")
    }

    private static func setting(_ line: Substring) -> (name: String, value: String)? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = trim(line[..<equals])
        guard !name.isEmpty, !name.hasPrefix("#") else { return nil }
        return (name.lowercased(), trim(withoutComment(line[line.index(after: equals)...])))
    }

    /// A comment begins at a `#` or `;` after white space.
    private static func withoutComment(_ value: Substring) -> Substring {
        var previous: Character = "="
        for index in value.indices {
            if value[index] == "#" || value[index] == ";", previous == " " || previous == "\t" {
                return value[..<index]
            }
            previous = value[index]
        }
        return value
    }

    private static func trim(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }
}
