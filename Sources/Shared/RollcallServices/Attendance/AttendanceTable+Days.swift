package import AWSClients
package import WireFormats

/// What is known of a day: who was seen, and what people said of it.
package struct AttendanceDay: Sendable, Hashable {
    /// The day.
    package var day: CivilDate
    /// Who was seen, a record a person and device.
    package var records: [AttendanceRecord]
    /// What people said.
    package var marks: [AttendanceMark]

    /// A day's attendance.
    package init(day: CivilDate, records: [AttendanceRecord] = [], marks: [AttendanceMark] = []) {
        self.day = day
        self.records = records
        self.marks = marks
    }
}

extension AttendanceTable {
    /// Everything that is known of a day; rows that make no sense are left out, since one must not hide the others.
    package func attendance(on day: CivilDate) async throws(AWSError) -> AttendanceDay {
        var attendance = AttendanceDay(day: day)
        for item in try await items(of: day) { attendance.add(item) }
        return attendance
    }

    /// All items of a day.
    func items(of day: CivilDate) async throws(AWSError) -> [Item] {
        var items: [Item] = []
        var start: Item?
        repeat {
            let page = try await client.query(
                table: name,
                DynamoDBExpression(
                    "#day = :day", names: ["#day": Attribute.day], values: [":day": .string(day.description)]),
                startKey: start)
            items += page.items
            start = page.lastEvaluatedKey
        } while start != nil
        return items
    }
}

extension AttendanceDay {
    fileprivate mutating func add(_ item: Item) {
        guard let key = item[AttendanceTable.Attribute.person]?.string,
            let separator = key.utf8.firstIndex(of: UInt8(ascii: "#"))
        else { return }
        let name = String(key[key.index(after: separator)...])
        let minutes = item.minutes(AttendanceTable.Attribute.minutes)
            .subtracting(item.minutes(AttendanceTable.Attribute.denied))
        if !minutes.isEmpty {
            records.append(
                AttendanceRecord(
                    device: String(key[..<separator]), name: name.isEmpty ? nil : name, minutes: minutes))
        }
        for (lesson, mark) in item[AttendanceTable.Attribute.marks]?.map ?? Item() {
            guard
                let mark = AttendanceMark(
                    attributes: mark.map ?? [:], name: name,
                    lesson: lesson == AttendanceTable.wholeDay ? nil : lesson)
            else { continue }
            marks.append(mark)
        }
    }
}

extension Item {
    fileprivate func minutes(_ attribute: String) -> Set<Int> {
        guard case .numberSet(let numbers) = self[attribute] else { return [] }
        return Set(numbers.compactMap { Int($0) }.filter { (0..<1440).contains($0) })
    }
}

extension AttendanceMark {
    var attributes: Item {
        var attributes: Item = [
            "status": .string(status.rawValue), "author": .string(author), "time": .number("\(time)"),
        ]
        attributes["reason"] = reason.map(AttributeValue.string)
        return attributes
    }

    fileprivate init?(attributes: Item, name: String, lesson: String?) {
        guard let status = attributes["status"]?.string.flatMap(Status.init(rawValue:)) else { return nil }
        self.init(
            name: name, lesson: lesson, status: status, reason: attributes["reason"]?.string,
            author: attributes["author"]?.string ?? "",
            time: attributes["time"]?.number.flatMap { Int64($0) } ?? 0)
    }
}
