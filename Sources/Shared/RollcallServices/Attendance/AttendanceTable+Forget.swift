package import AWSClients
package import WireFormats

extension AttendanceTable {
    /// Deletes all that is kept of a person's attendance, and what was said of it.
    ///
    /// - Returns: On how many days there was something.
    package func forget(_ person: String, today: CivilDate) async throws(AWSError) -> Int {
        var count = 0
        // A day ahead, where the school's clock is; an item lives a day longer than its days.
        for ago in -1...(days + 1) {
            let day = today.advanced(by: -ago)
            let devices = try await devices(thatSaw: person, on: day)
            for device in devices {
                try await client.deleteItem(table: name, key: Self.key(day, device: device, person: person))
            }
            if !devices.isEmpty { count += 1 }
        }
        return count
    }

    /// The devices of a day's items of a person; an empty one for what people said.
    private func devices(thatSaw person: String, on day: CivilDate) async throws(AWSError) -> [String] {
        try await items(of: day).compactMap { item in
            guard let key = item[Attribute.person]?.string,
                let separator = key.utf8.firstIndex(of: UInt8(ascii: "#")),
                key[key.index(after: separator)...].utf8.elementsEqual(person.utf8)
            else { return nil }
            return String(key[..<separator])
        }
    }
}
