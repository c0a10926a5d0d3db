import Charts
import FaceMatching
import Foundation
import RollcallMessages
import TestSupport
import Testing

@testable import PiClient

struct CalibrationReportTests {
    /// A unit vector at an angle, in degrees, in the plane of two components.
    private func face(_ degrees: Double, plane: Int = 0) throws -> Embedding {
        var components = [Float](repeating: 0, count: Embedding.length)
        components[plane] = Float(cos(degrees * .pi / 180))
        components[plane + 1] = Float(sin(degrees * .pi / 180))
        return try #require(Embedding(normalizing: components))
    }

    /// People at right angles, each with two faces so many degrees apart.
    private func people(_ count: Int, apart degrees: Double) throws -> [Calibration.Person] {
        try (0..<count).map { person in
            Calibration.Person(faces: try [0.0, degrees].map { try face($0, plane: person * 2) })
        }
    }

    @Test func namesPeopleWhoMayBeOne() throws {
        let people = try [
            Calibration.Person(faces: [face(0)]),
            Calibration.Person(faces: []),
            Calibration.Person(faces: [face(0, plane: 10)]),
            Calibration.Person(faces: [face(90)]),
            Calibration.Person(faces: [face(4, plane: 10)]),
        ]
        let names = try ["Ada", "Bob", "Barack Obama", "Eve", "Barry Obama"].map { name in
            try PersonName(name)
        }
        let report = CalibrationReport(Calibration(people), names: names, strangers: 0.01)
        #expect(report.lines().contains { $0.hasPrefix("Barack Obama and Barry Obama may be one person") })
    }

    @Test func showsATableAndAPicture() async throws {
        let people = try (0..<10).map { person in
            Calibration.Person(
                faces: try [0.0, 8, 14].map { try face($0, plane: person * 2) })
        }
        let report = CalibrationReport(Calibration(people), names: [], strangers: 0.01)
        let lines = report.lines()
        #expect(lines[0].hasPrefix("10 people; 30 of their faces"))
        #expect(lines.contains { $0.hasSuffix("in use by default") && $0.hasPrefix("    0.341") })
        #expect(lines.contains { $0.hasSuffix("suggested") && $0.hasPrefix("    0.341") })
        #expect(!lines.contains { $0.contains("ROLLCALL_THRESHOLD=") })
        #expect(lines.last?.contains("too few faces") == true)
        let enough = CalibrationReport(
            Calibration(try self.people(60, apart: 6)), names: [], strangers: 0.01)
        #expect(enough.lines().contains { $0.contains("ROLLCALL_THRESHOLD=0.105") })
        // An XML reader finds the curves and no fault.
        let svg = report.chart()
        #expect(svg.components(separatedBy: "<polyline").count == 3)
        let parsed = try await Subprocess.run(
            "python3", ["-c", "import sys, xml.etree.ElementTree as E; E.fromstring(sys.argv[1])", svg])
        #expect(parsed.status == 0, "\(parsed.errorText)")
    }
}
