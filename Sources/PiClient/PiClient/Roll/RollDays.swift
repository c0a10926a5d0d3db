import ArgumentParser
import WireFormats

/// The days that a roll is asked for.
struct RollDays: Equatable {
    let days: [CivilDate]

    /// A roll of more days than a school year has would be a mistake.
    private static let maximum = 400

    /// - Throws: `ValidationError` for what is no day, and for days that are not in order.
    init(day: String?, from: String?, to: String?, today: CivilDate) throws {
        guard day == nil || from == nil && to == nil else {
            throw ValidationError("--day goes with neither --from nor --to.")
        }
        if let day {
            days = [try Self.day(day, today: today)]
            return
        }
        let last = try to.map { try Self.day($0, today: today) } ?? today
        let first = try from.map { try Self.day($0, today: today) } ?? last
        guard first <= last else { throw ValidationError("\(first) is after \(last).") }
        let count = last.daysSinceEpoch - first.daysSinceEpoch + 1
        guard count <= Self.maximum else { throw ValidationError("At most \(Self.maximum) days at once.") }
        days = (0..<count).map(first.advanced(by:))
    }

    private static func day(_ text: String, today: CivilDate) throws -> CivilDate {
        switch text.lowercased() {
        case "today": return today
        case "yesterday": return today.advanced(by: -1)
        default:
            guard let day = CivilDate(text) else {
                throw ValidationError("\"\(text)\" is no day, such as \(today), today or yesterday.")
            }
            return day
        }
    }
}
