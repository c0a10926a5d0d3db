import RollcallServices
import WireFormats

/// Writes rolls, one after the other.
protocol RollFormat {
    /// The text of all rolls, without a line end after it.
    func text(of rolls: [Roll]) throws -> DisplayText
}

extension RollEntry {
    /// What stands beside the status: whether the person is of another group, and what somebody said and why.
    var notes: String {
        let said = mark.map { mark in
            "marked \(mark.status.rawValue) by \(mark.author)" + (mark.reason.map { ": \($0)" } ?? "")
        }
        return [isExpected ? nil : "not of the group", said].compactMap(\.self).joined(separator: "; ")
    }
}

extension Roll {
    /// Which lesson it is, for people.
    var title: String { [lesson.day.description, lesson.name].compactMap(\.self).joined(separator: ", ") }

    /// How many are what: `2 present, 1 late, 1 absent`.
    var summary: String {
        let counts = counts
        let parts = RollStatus.allCases.compactMap { status in
            counts[status].map { "\($0) \(status.rawValue)" }
        }
        let guests = entries.count { !$0.isExpected }
        let others = [
            guests > 0 ? "\(guests) from other groups" : nil,
            strangerMinutes > 0 ? "strangers in \(strangerMinutes) min" : nil,
        ]
        let all = parts + others.compactMap(\.self)
        let nobody = lesson.group.map { "nobody is in the group \($0)" } ?? "nobody is enrolled"
        return all.isEmpty ? nobody : all.joined(separator: ", ")
    }
}
