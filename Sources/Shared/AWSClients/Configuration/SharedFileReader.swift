/// Takes a file's lines one after the other.
struct SharedFileReader {
    private struct Setting {
        let name: String
        let line: Int
        /// The rest of its own line, and the lines that continue it.
        var lines: [Scalars]
    }

    private typealias Scalars = Substring.UnicodeScalarView

    private var sections: [(name: String, settings: [Setting])] = []
    /// The settings of `[DEFAULT]`, which all sections have.
    private var shared: [Setting] = []
    private var section: String?
    private var settings: [Setting] = []
    /// How far the last setting or section was indented; what is further to the right continues it.
    private var indentation = 0
    private var isContinuable = false

    mutating func take(_ line: Substring, number: Int) throws(SharedFileProblem) {
        let all = line.unicodeScalars
        let start = all.firstIndex { !Self.isBlank($0) }
        guard let start else {
            // A blank line within a value belongs to it.
            if isContinuable, let last = settings.indices.last {
                settings[last].lines.append(all[all.endIndex...])
            }
            return
        }
        let content = Self.trim(all[start...])
        guard content.first != "#", content.first != ";" else { return }
        let column = all.distance(from: all.startIndex, to: start)
        if isContinuable, column > indentation, let last = settings.indices.last {
            settings[last].lines.append(content)
            return
        }
        indentation = column
        if content.first == "[", let end = content.lastIndex(of: "]"),
            content.index(after: content.startIndex) < end
        {
            endSection()
            try begin(String(content[content.index(after: content.startIndex)..<end]), number)
        } else {
            try begin(content, number)
        }
    }

    private mutating func begin(_ name: String, _ number: Int) throws(SharedFileProblem) {
        guard sections.allSatisfy({ !$0.name.utf8.elementsEqual(name.utf8) }) else {
            throw SharedFileProblem(line: number, message: "section [\(name)] is there twice")
        }
        section = name
        isContinuable = false
    }

    private mutating func begin(_ content: Scalars, _ number: Int) throws(SharedFileProblem) {
        guard section != nil else {
            throw SharedFileProblem(line: number, message: "a setting stands before the first [section]")
        }
        guard let delimiter = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw SharedFileProblem(
                line: number, message: "it is neither a [section] nor a setting \"name = value\"")
        }
        let name = String(Self.trim(content[..<delimiter])).lowercased()
        guard !name.isEmpty else {
            throw SharedFileProblem(line: number, message: "the setting has no name")
        }
        guard (settings + (section == Self.sharedSection ? shared : [])).allSatisfy({ $0.name != name })
        else {
            throw SharedFileProblem(
                line: number, message: "the setting \(name) is there twice in its section")
        }
        let value = Self.trim(content[content.index(after: delimiter)...])
        settings.append(Setting(name: name, line: number, lines: [value]))
        isContinuable = true
    }

    private mutating func endSection() {
        if section == Self.sharedSection {
            shared += settings
        } else if let section {
            sections.append((section, settings))
        }
        settings = []
    }

    /// What the lines taken say: the sections in the order of the file.
    mutating func finish() throws(SharedFileProblem) -> [(name: String, values: [String: String])] {
        endSection()
        var finished: [(name: String, values: [String: String])] = []
        for (name, settings) in sections {
            var values: [String: String] = [:]
            let inherited = shared.filter { other in settings.allSatisfy { $0.name != other.name } }
            for setting in inherited + settings { try Self.add(setting, to: &values) }
            finished.append((name, values))
        }
        return finished
    }

    private static let sharedSection = "DEFAULT"

    private static func add(_ setting: Setting, to values: inout [String: String]) throws(SharedFileProblem) {
        var lines = setting.lines
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count > 1, lines[0].isEmpty else {
            values[setting.name] = lines.map { String($0) }.joined(separator: "\n")
            return
        }
        values[setting.name] = ""
        for line in lines where !line.isEmpty {
            guard let equals = line.firstIndex(of: "=") else {
                throw SharedFileProblem(
                    line: setting.line,
                    message: "below \(setting.name), \"\(String(line))\" is not \"name = value\"")
            }
            let name = String(trim(line[..<equals]))
            values["\(setting.name).\(name)"] = String(trim(line[line.index(after: equals)...]))
        }
    }

    /// A text's lines, which may end as on any system: Python's text files see them all alike.
    static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        while start < scalars.endIndex {
            let end = scalars[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
            lines.append(text[start..<end])
            guard end < scalars.endIndex else { break }
            start = scalars.index(after: end)
            if scalars[end] == "\r", start < scalars.endIndex, scalars[start] == "\n" {
                start = scalars.index(after: start)
            }
        }
        return lines
    }

    private static func trim(_ text: Scalars) -> Scalars {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// White space as Python's `str.strip` knows it.
    private static func isBlank(_ character: Unicode.Scalar) -> Bool {
        character.properties.isWhitespace || (0x1c...0x1f).contains(character.value)
    }
}
