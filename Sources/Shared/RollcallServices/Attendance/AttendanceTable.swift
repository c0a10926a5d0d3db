package import AWSClients
package import RollcallMessages
package import WireFormats

/// `Attendance`: a DynamoDB table with the partition key `day` (S, `2026-11-26` by the school's clock) and the sort key
/// `person` (S, `<device>#<name>`; `<device>#` alone are strangers).
///
/// `minutes` (NS, 0 to 1439) are the minutes in which the person was seen. Clips only ever add to them, so that one that
/// comes twice, late or out of order changes nothing that is right. `denied` (NS) are those in which somebody said that
/// it was not the person. Items whose sort key begins with `#` hold `marks`, what people said of an attendance.
/// `expires` (N, Unix seconds) is the table's time to live.
package struct AttendanceTable: Sendable {
    /// The table's name.
    package let name: String
    /// After how many days an item is forgotten.
    package let days: Int

    let client: DynamoDBClient

    enum Attribute {
        static let day = "day"
        static let person = "person"
        static let minutes = "minutes"
        static let denied = "denied"
        static let marks = "marks"
        static let expires = "expires"
    }

    /// The name that the table has where nobody says another.
    package static let defaultName = "Attendance"
    /// A school year and some weeks.
    package static let defaultDays = 400

    /// The table of this name.
    ///
    /// - Parameter days: After how many days an item is forgotten, 1 or more.
    package init(client: DynamoDBClient, name: String = defaultName, days: Int = defaultDays) {
        self.client = client
        self.name = name
        self.days = days
    }

    /// Adds a minute in which somebody was seen; adding it again changes nothing.
    ///
    /// - Parameter person: The person's name; nil for strangers.
    package func add(_ minute: LocalMinute, of person: String?, device: String?) async throws(AWSError) {
        try await change(minute, of: person, device: device, "ADD #minutes :minute", [Attribute.minutes])
    }

    /// Takes a minute away from a person who was not there after all, whatever clip of it still comes.
    package func deny(_ minute: LocalMinute, of person: String, device: String?) async throws(AWSError) {
        try await change(minute, of: person, device: device, "ADD #denied :minute", [Attribute.denied])
    }

    /// Gives a minute to a person who was there after all.
    package func confirm(_ minute: LocalMinute, of person: String, device: String?) async throws(AWSError) {
        try await change(
            minute, of: person, device: device, "ADD #minutes :minute DELETE #denied :minute",
            [Attribute.minutes, Attribute.denied])
    }

    /// Takes back what ``deny(_:of:device:)`` or ``confirm(_:of:device:)`` said of a minute; what was not said is no
    /// error.
    ///
    /// A minute that was confirmed is gone, though another clip of it may have shown the person: the table does not
    /// keep from where it has a minute.
    package func takeBack(
        _ verdict: Correction.Verdict, in minute: LocalMinute, of person: String, device: String?
    ) async throws(AWSError) {
        let attribute =
            switch verdict {
            case .isPerson: Attribute.minutes
            case .isNotPerson: Attribute.denied
            }
        try await change(minute, of: person, device: device, "DELETE #\(attribute) :minute", [attribute])
    }

    /// Keeps what somebody said of a person's attendance; for the same lesson it takes the place of what was said
    /// before.
    package func mark(_ mark: AttendanceMark, on day: CivilDate) async throws(AWSError) {
        let key = Self.key(day, device: nil, person: mark.name)
        try await update(
            key, on: day, set: ["#marks = if_not_exists(#marks, :none)"], names: [Attribute.marks],
            values: [":none": .map([:])])
        try await client.updateItem(
            table: name, key: key,
            update: DynamoDBExpression(
                "SET #marks.#lesson = :mark",
                names: ["#marks": Attribute.marks, "#lesson": mark.lesson ?? Self.wholeDay],
                values: [":mark": .map(mark.attributes)]))
    }

    private func change(
        _ minute: LocalMinute, of person: String?, device: String?, _ change: String, _ names: [String]
    ) async throws(AWSError) {
        try await update(
            Self.key(minute.day, device: device, person: person ?? ""), on: minute.day, change, names: names,
            values: [":minute": .numberSet(["\(minute.minute)"])])
    }

    /// Changes an item, and gives it its time to live.
    private func update(
        _ key: Item, on day: CivilDate, _ change: String = "", set: [String] = [], names: [String],
        values: Item
    ) async throws(AWSError) {
        let set = set + ["#expires = if_not_exists(#expires, :expires)"]
        let expires = (day.daysSinceEpoch + 1 + days) * 86_400
        try await client.updateItem(
            table: name, key: key,
            update: DynamoDBExpression(
                change + " SET " + set.joined(separator: ", "),
                names: Dictionary((names + [Attribute.expires]).map { ("#" + $0, $0) }) { $1 },
                values: values.merging([":expires": .number("\(expires)")]) { $1 }))
    }

    /// The key of an item; without a device, of what people said.
    static func key(_ day: CivilDate, device: String?, person: String) -> Item {
        [
            Attribute.day: .string(day.description),
            Attribute.person: .string((device ?? "") + "#" + person),
        ]
    }

    /// What stands for a lesson where a mark is about the whole day.
    static let wholeDay = "day"
}
