@testable import PiClient
import RollcallMessages
import WireFormats

extension Target {
    /// A name that was taken is taken again as the same, and shows as it is.
    static func readName(_ input: [UInt8]) {
        do throws(TextError) {
            let name = try PersonName(String(decoding: input, as: UTF8.self))
            require(name.text.utf8.count <= PersonName.maximumBytes, "a name that is too long")
            require(try Array(PersonName(name.text).text.utf8) == Array(name.text.utf8), "another name")
            require(try PersonName(name.decomposed) == name, "another name when it is decomposed")
        } catch {
            require(!error.description.isEmpty, "an error without words")
        }
    }

    static func readStudents(_ input: [UInt8]) {
        for isCSV in [true, false] {
            do throws(StudentFileError.Fault) {
                let students = try StudentFile(input, isCSV: isCSV).students
                require(Set(students.map(\.name)).count == students.count, "a name twice")
            } catch {
                require(!error.text.isEmpty, "an error without words")
            }
        }
    }

    static func readTimetable(_ input: [UInt8]) {
        do throws(StudentFileError.Fault) {
            let isCalendar = CalendarLine.isCalendar(input)
            let text = try TextFile(isCalendar ? CalendarLine.unfolded(input) : input).text
            let timetable =
                isCalendar ? try Timetable(calendar: text) : try Timetable(csv: text)
            for shift in 0..<7 {
                for lesson in timetable.lessons(on: CivilDate(daysSinceEpoch: 20_783 + shift)) {
                    require(
                        0 <= lesson.start && lesson.start < lesson.end && lesson.end <= 1440,
                        "a lesson at no time")
                }
            }
        } catch {
            require(!error.text.isEmpty, "an error without words")
        }
    }

    /// The settings that a configuration file gives.
    static func readSettings(_ input: [UInt8]) {
        withFile(input) { path in
            do throws(SettingsError) {
                _ = try SettingsLoader(environment: [:], configurationFile: path).load()
            } catch {
                require(!error.description.isEmpty, "an error without words")
            }
        }
    }

    /// Nothing that is shown moves a cursor.
    static func showText(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        require(text.cleaned.unicodeScalars.allSatisfy(\.isOnlyDrawn), "a control character in a line")
        require(
            text.escapedJSON.unicodeScalars.allSatisfy { $0.isOnlyDrawn || $0 == "\n" || $0 == "\t" },
            "a control character in JSON")
    }
}
