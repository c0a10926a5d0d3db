/// A setting's value as a layer has it.
enum SettingValue: Equatable, Sendable {
    case text(String)
    case number(Double)
    case texts([String])
    /// None of these: true, null, a list of lists.
    case other

    /// The value that a text of the command line or the environment stands for.
    init(_ text: String, for row: SettingRow) {
        switch row.kind {
        case .wholeNumber, .number: self = Double(text).map(SettingValue.number) ?? .text(text)
        case .texts: self = .texts(text.split(separator: ",").map(String.init))
        case .text, .choice: self = .text(text)
        }
    }
}
