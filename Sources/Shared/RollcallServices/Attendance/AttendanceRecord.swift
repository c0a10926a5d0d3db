/// Where one person, or strangers, were seen on one day by one device.
package struct AttendanceRecord: Sendable, Hashable {
    /// The device that saw them; empty for clips without one.
    package var device: String
    /// The person; nil for strangers.
    package var name: String?
    /// The minutes of the day in which they were seen, 0 to 1439, without those that somebody corrected away.
    package var minutes: Set<Int>

    /// What a device saw of a person on a day.
    package init(device: String, name: String?, minutes: Set<Int>) {
        self.device = device
        self.name = name
        self.minutes = minutes
    }
}

/// What somebody said of a person's attendance, beside what was seen.
package struct AttendanceMark: Sendable, Hashable, Codable {
    /// What the person is to count as.
    package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        /// Was there.
        case present
        /// Came late.
        case late
        /// Was not there.
        case absent
        /// Was not there, with a reason that counts.
        case excused
    }

    /// The person.
    package var name: String
    /// The lesson that it is about, as the roll names it; nil for the whole day.
    package var lesson: String?
    /// What the person is to count as.
    package var status: Status
    /// The reason; nil where none was given.
    package var reason: String?
    /// Who said so.
    package var author: String
    /// When, in Unix milliseconds.
    package var time: Int64

    /// A mark.
    package init(
        name: String, lesson: String? = nil, status: Status, reason: String? = nil, author: String,
        time: Int64
    ) {
        self.name = name
        self.lesson = lesson
        self.status = status
        self.reason = reason
        self.author = author
        self.time = time
    }
}
