import FaceMatching
import Testing

struct NamingThresholdTests {
    private let rule = NamingThreshold(
        of120: 0.5, perDoubling: 0.01, perDoublingOfPhotographs: 0.02, least: 0.4, greatest: 0.52)

    @Test func theThresholdShrinksAsMorePeopleAreEnrolled() {
        let thresholds = [60, 120, 240, 480].map { rule.distance(people: $0, photographs: $0) }
        for (fewer, more) in zip(thresholds, thresholds.dropFirst()) {
            #expect(abs(fewer - more - 0.01) < 1e-9)
        }
        #expect(abs(thresholds[1] - 0.5) < 1e-9)
    }

    @Test func theThresholdShrinksAsMorePhotographsOfEachAreEnrolled() {
        let thresholds = [120, 240, 480, 960].map { rule.distance(people: 120, photographs: $0) }
        for (fewer, more) in zip(thresholds, thresholds.dropFirst()) {
            #expect(abs(fewer - more - 0.02) < 1e-9)
        }
        #expect(abs(thresholds[0] - 0.5) < 1e-9)
    }

    @Test func theThresholdHasBounds() {
        #expect([Int.min, 0, 1, 20].allSatisfy { rule.distance(people: $0, photographs: $0) == 0.52 })
        #expect([Int.min, 0, 119].allSatisfy { rule.distance(people: 120, photographs: $0) == 0.5 })
        #expect(rule.distance(people: .max, photographs: .min) == 0.4)
        #expect(rule.distance(people: .min, photographs: .max) == 0.4)
    }

    /// What named 1 % of strangers of the development data, by people and photographs of each: `docs/accuracy.md`.
    @Test func theRulesStayBelowWhatNamesOneStrangerInAHundred() {
        let measured: [(people: Int, photographs: Int, dlib: Double, mobileFaceNet: Double, both: Double)] = [
            (5, 1, 0.387, 1.17, 0.65), (50, 1, 0.348, 1.114, 0.611), (490, 1, 0.316, 1.057, 0.578),
            (1000, 1, 0.304, 1.039, 0.57), (10, 3, 0.349, 1.143, 0.619), (20, 3, 0.338, 1.13, 0.616),
            (50, 3, 0.324, 1.103, 0.595), (100, 3, 0.313, 1.089, 0.588), (200, 3, 0.299, 1.07, 0.572),
        ]
        for row in measured {
            let count = row.people * row.photographs
            let dlib = NamingThreshold.dlib.distance(people: row.people, photographs: count)
            #expect(dlib < row.dlib, "\(row)")
            let mobileFaceNet = NamingThreshold.mobileFaceNet.distance(people: row.people, photographs: count)
            #expect(mobileFaceNet < row.mobileFaceNet, "\(row)")
            let both = NamingThreshold.dlibAndMobileFaceNet.distance(people: row.people, photographs: count)
            #expect(both < row.both, "\(row)")
        }
    }
}
