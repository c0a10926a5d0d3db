import FaceMatching
import Foundation
import Testing

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
    }

    /// People at right angles, each with two faces so many degrees apart.
    private func people(_ count: Int, apart degrees: Double) throws -> [Calibration.Person] {
        try (0..<count).map { person in
            Calibration.Person(faces: try [0.0, degrees].map { try face($0, plane: person * 2) })
        }
    }

    @Test(arguments: [6.0, 24])
    func suggestsTheDefaultOnFewFaces(degrees: Double) throws {
        for count in [2, 10, 49] {
            let few = Calibration(try people(count, apart: degrees))
            #expect((few.strangers, few.tells(0.01)) == (count * 2, false))
            for share in [0, 0.01, 0.5, 1] {
                #expect(
                    few.threshold(namingAtMost: share)
                        == NamingThreshold.dlib.distance(people: count, photographs: count * 2),
                    "\(count) people, \(share)")
            }
        }
        // As low as it can be without missing another face.
        let many = Calibration(try people(50, apart: degrees))
        #expect((many.strangers, many.tells(0.01)) == (100, true))
        #expect(abs(many.threshold(namingAtMost: 0.01) - chord(degrees)) < 0.0011)
        #expect(
            many.threshold(namingAtMost: 0) == NamingThreshold.dlib.distance(people: 50, photographs: 100))
    }

    @Test func ofPeopleWithOneFaceNothingIsTold() throws {
        // Strangers enough, but only two own faces.
        let single = try (1..<60).map { Calibration.Person(faces: [try face(0, plane: $0 * 2)]) }
        let calibration = Calibration(try people(1, apart: 6) + single + single)
        #expect(calibration.strangers > 100)
        #expect(!calibration.tells(0.01))
        #expect(
            calibration.threshold(namingAtMost: 0.01)
                == NamingThreshold.dlib.distance(people: 119, photographs: 120))
    }

    @Test func namesPeopleWhoMayBeOne() throws {
        let people = try [
            Calibration.Person(faces: [face(0), face(6)]),
            Calibration.Person(faces: []),
            Calibration.Person(faces: [face(0, plane: 10)]),
            Calibration.Person(faces: [face(13)]),
            Calibration.Person(faces: [face(4, plane: 10)]),
        ]
        let calibration = Calibration(people)
        #expect(calibration.lookalikes.map(\.people) == [[2, 4], [0, 3]])
        #expect(abs(calibration.lookalikes[1].distance - chord(10)) < 0.001)
        // Some 20 degrees are the default's distance.
        let apart = try [Calibration.Person(faces: [face(0)]), Calibration.Person(faces: [face(25)])]
        #expect(Calibration(apart).lookalikes.isEmpty)
    }

    @Test func aFaceThatIsNotThePersonsIsAStranger() throws {
        let people = try [
            Calibration.Person(faces: [face(0), face(2)], others: [face(10)]),
            Calibration.Person(faces: [face(90), face(92)]),
        ]
        let calibration = Calibration(people)
        #expect(calibration.strangers == 5)
        #expect(calibration.cost(of: chord(9.5)).strangersNamed == 0.2)
    }
}
