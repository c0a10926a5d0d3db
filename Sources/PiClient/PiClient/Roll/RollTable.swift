import RollcallServices

/// Rolls as aligned columns for people.
struct RollTable: RollFormat {
    /// Whether a terminal shows it, which gets colors.
    let isTerminal: Bool

    func text(of rolls: [Roll]) -> DisplayText {
        DisplayText(lines: Array(rolls.map(lines).joined(separator: [""])))
    }

    private func lines(of roll: Roll) -> [DisplayText] {
        let names = roll.entries.map(\.name.cleaned)
        let width = names.map(\.columns).max() ?? 0
        let rows = zip(roll.entries, names).map { entry, name -> DisplayText in
            let gap = String(repeating: " ", count: width - name.columns)
            let (first, last) = (entry.first?.clockTime ?? "     ", entry.last?.clockTime ?? "     ")
            let minutes = "\(entry.minutes) min".padded(8, onTheLeft: true)
            let row: DisplayText = "  \(name)\(gap)  \(colored(entry.status))  \(first)  \(last)  \(minutes)"
            return entry.notes.isEmpty ? row : "\(row)  \(entry.notes)"
        }
        return [bold("\(roll.title): \(roll.summary)")] + rows
    }

    private func colored(_ status: RollStatus) -> DisplayText {
        let text = status.rawValue.padded(8)
        guard isTerminal else { return "\(text)" }
        return switch status {
        case .present: "\u{1b}[32m\(text)\u{1b}[0m"
        case .late: "\u{1b}[33m\(text)\u{1b}[0m"
        case .absent: "\u{1b}[31m\(text)\u{1b}[0m"
        case .excused, .awaited: "\u{1b}[2m\(text)\u{1b}[0m"
        }
    }

    private func bold(_ text: DisplayText) -> DisplayText {
        isTerminal ? "\u{1b}[1m\(text)\u{1b}[0m" : text
    }
}

extension String {
    /// How many columns a terminal takes for it, about: wide characters take two (Unicode Standard Annex #11).
    fileprivate var columns: Int {
        reduce(0) { columns, character in
            guard let scalar = character.unicodeScalars.first?.value else { return columns }
            let isWide =
                (0x1100...0x115f).contains(scalar) || (0x2e80...0xa4cf).contains(scalar)
                || (0xac00...0xd7a3).contains(scalar) || (0xf900...0xfaff).contains(scalar)
                || (0xfe30...0xfe6f).contains(scalar) || (0xff00...0xff60).contains(scalar)
                || (0x1f300...0x1faff).contains(scalar) || (0x20000...0x3fffd).contains(scalar)
            return columns + (isWide ? 2 : 1)
        }
    }
}
