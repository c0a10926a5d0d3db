import Charts
import FaceMatching
import Foundation
import TestSupport
import Testing

@testable import PiClient

struct CalibrationTests {
    /// A unit vector at an angle, in degrees, in the plane of two components.
    private func face(_ degrees: Double, plane: Int = 0) throws -> Embedding {
        var components = [Float](repeating: 0, count: Embedding.length)
        components[plane] = Float(cos(degrees * .pi / 180))
        components[plane + 1] = Float(sin(degrees * .pi / 180))
        return try #require(Embedding(normalizing: components))
    }

    /// The distance of unit vectors so many degrees apart.
    private func chord(_ degrees: Double) -> Double { 2 * sin(degrees * .pi / 360) }

    @Test func countsWhatAThresholdCosts() throws {
        // Two people 24 degrees apart, each with two faces 6 degrees apart, and one far away with a single face.
        let people = try [
            Calibration.Person(faces: [face(0), face(6)]),
            Calibration.Person(faces: [face(24), face(30)]),
            Calibration.Person(faces: [face(0, plane: 10)]),
        ]
        let calibration = Calibration(people)
        #expect((calibration.people, calibration.ownFaces, calibration.strangers) == (3, 4, 5))
        // Own faces are 6 degrees from the rest of their person; strangers 21 or 27 from the other's mean.
        let tight = calibration.cost(of: chord(5))
        #expect((tight.missed, tight.strangersNamed) == (1, 0))
        let good = calibration.cost(of: chord(10))
        #expect((good.missed, good.strangersNamed) == (0, 0))
        let wide = calibration.cost(of: chord(22))
        #expect((wide.missed, wide.strangersNamed) == (0, 0.4))
        // As low as it can be without missing another face.
        #expect(abs(calibration.threshold(namingAtMost: 0.2) - chord(6)) < 0.0011)
    }

    @Test func suggestsNothingAboveTheDefaultOnFewFaces() throws {
        // Own faces are 24 degrees apart, strangers at a right angle.
        func people(_ count: Int) throws -> [Calibration.Person] {
            try (0..<count).map { person in
                Calibration.Person(faces: try [0.0, 24].map { try face($0, plane: person * 2) })
            }
        }
        let few = Calibration(try people(10))
        #expect((few.strangers, few.tells(0.01)) == (20, false))
        #expect(few.threshold(namingAtMost: 0.01) == NamingThreshold.standard(enrolled: 10))
        let many = Calibration(try people(50))
        #expect((many.strangers, many.tells(0.01)) == (100, true))
        #expect(abs(many.threshold(namingAtMost: 0.01) - chord(24)) < 0.0011)
    }

    @Test func aFaceThatIsNotThePersonsIsAStranger() throws {
        let people = try [
            Calibration.Person(faces: [face(0), face(2)], others: [face(10)]),
            Calibration.Person(faces: [face(90), face(92)]),
        ]
        let calibration = Calibration(people)
        #expect(calibration.strangers == 5)
        #expect(calibration.cost(of: chord(9.5)).strangersNamed == 0.2)
        #expect(calibration.threshold(namingAtMost: 0) < chord(9))
    }

    @Test func showsATableAndAPicture() async throws {
        let people = try (0..<10).map { person in
            Calibration.Person(
                faces: try [0.0, 8, 14].map { try face($0, plane: person * 2) })
        }
        let report = CalibrationReport(Calibration(people), strangers: 0.01)
        let lines = report.lines()
        #expect(lines[0].hasPrefix("10 people; 30 of their faces"))
        #expect(lines.contains { $0.hasSuffix("in use by default") && $0.hasPrefix("    0.342") })
        #expect(lines.contains { $0.contains("ROLLCALL_THRESHOLD=") })
        #expect(lines.last?.contains("few faces: one stranger is 3.3 %") == true)
        // An XML reader finds the curves and no fault.
        let svg = report.chart()
        #expect(svg.components(separatedBy: "<polyline").count == 3)
        let parsed = try await Subprocess.run(
            "python3", ["-c", "import sys, xml.etree.ElementTree as E; E.fromstring(sys.argv[1])", svg])
        #expect(parsed.status == 0, "\(parsed.errorText)")
    }
}
