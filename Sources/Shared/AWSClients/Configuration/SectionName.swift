/// The name of a section of `~/.aws/config`, of two words: `profile dev`, `profile "two words"`, `services local`.
struct SectionName: Hashable {
    let kind: String
    let name: String

    /// nil where the AWS CLI sees no such section: words are told apart as by a shell, quotes and backslashes included
    /// ("Shell Command Language", POSIX, section 2.2).
    init?(_ text: String) {
        guard let words = Self.words(text), words.count == 2 else { return nil }
        (kind, name) = (words[0], words[1])
    }

    private static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var characters = text.unicodeScalars.makeIterator()
        while let character = characters.next() {
            switch (character, quote) {
            case ("\\", nil), ("\\", "\""):
                guard let next = characters.next() else { return nil }
                if quote != nil, next != "\"", next != "\\" { word?.append("\\") }
                word = (word ?? String.UnicodeScalarView()) + [next]
            case (_, .some(let open)):
                if character == open { quote = nil } else { word?.append(character) }
            case ("'", nil), ("\"", nil):
                quote = character
                word = word ?? String.UnicodeScalarView()
            case (" ", nil), ("\t", nil), ("\r", nil), ("\n", nil):
                if let ended = word { words.append(String(ended)) }
                word = nil
            default: word = (word ?? String.UnicodeScalarView()) + [character]
            }
        }
        guard quote == nil else { return nil }
        if let ended = word { words.append(String(ended)) }
        return words
    }
}
