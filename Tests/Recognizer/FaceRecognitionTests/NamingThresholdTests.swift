import FaceRecognition
import FaceTestSupport
import Testing

struct NamingThresholdTests {
    @Test func theThresholdShrinksAsMorePeopleAreEnrolled() {
        let rule = NamingThreshold(of120: 0.5, perDoubling: 0.01, least: 0.4, greatest: 0.52)
        let thresholds = [60, 120, 240, 480].map(rule.distance(enrolled:))
        for (fewer, more) in zip(thresholds, thresholds.dropFirst()) {
            #expect(abs(fewer - more - 0.01) < 1e-9)
        }
        #expect(abs(thresholds[1] - 0.5) < 1e-9)
    }

    @Test func theThresholdHasBounds() {
        let rule = NamingThreshold(of120: 0.5, perDoubling: 0.01, least: 0.4, greatest: 0.52)
        #expect([Int.min, 0, 1, 20].allSatisfy { rule.distance(enrolled: $0) == 0.52 })
        #expect(rule.distance(enrolled: .max) == 0.4)
    }

    @Test(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
    func aThresholdThatIsGivenStands() throws {
        var settings = RecognitionSettings()
        settings.threshold = 0.4
        let recognizer = ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
        #expect([0, 20, 1000].allSatisfy { recognizer.threshold(enrolled: $0) == 0.4 })
    }

    /// The command calibrates without a model at hand.
    @Test(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
    func theModelsRuleIsTheOneThatTheCommandHas() throws {
        let model = try TestModels.loaded.get().embedder.model
        for enrolled in [5, 20, 120, 490, 10_000] {
            let difference =
                model.namingThreshold.distance(enrolled: enrolled)
                - NamingThreshold.standard(of: model.name).distance(enrolled: enrolled)
            #expect(abs(difference) < 1e-6)
        }
    }
}
