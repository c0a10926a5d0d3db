import FaceRecognition
import FaceTestSupport
import Testing

/// Which threshold a recognizer takes.
@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct ModelThresholdTests {
    @Test func aThresholdThatIsGivenStands() throws {
        var settings = RecognitionSettings()
        settings.threshold = 0.4
        let recognizer = ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
        #expect([0, 20, 1000].allSatisfy { recognizer.threshold(people: $0, photographs: 3 * $0) == 0.4 })
        #expect(recognizer.threshold(in: Gallery()) == 0.4)
    }

    /// The command calibrates without a model at hand.
    @Test func theModelsRuleIsTheOneThatTheCommandHas() throws {
        let model = try TestModels.loaded.get().embedder.model
        for people in [5, 20, 120, 490, 10_000] {
            for photographs in [people, 3 * people, 10 * people] {
                let difference =
                    model.namingThreshold.distance(people: people, photographs: photographs)
                    - NamingThreshold.standard(of: model.name)
                    .distance(people: people, photographs: photographs)
                #expect(abs(difference) < 1e-6)
            }
        }
    }
}
