import FaceRecognition
import Testing

struct RecognitionSettingsTests {
    @Test func theThresholdShrinksAsMorePeopleAreEnrolled() {
        let settings = RecognitionSettings()
        let thresholds = [60, 120, 240, 480].map(settings.threshold(enrolled:))
        for (fewer, more) in zip(thresholds, thresholds.dropFirst()) {
            #expect(abs(fewer - more - 0.008) < 1e-9)
        }
        #expect(abs(thresholds[1] - 0.325) < 1e-9)
    }

    @Test func theThresholdHasBounds() {
        let settings = RecognitionSettings()
        #expect([Int.min, 0, 1, 20].allSatisfy { settings.threshold(enrolled: $0) == 0.345 })
        #expect(settings.threshold(enrolled: .max) == 0.3)
    }

    @Test func aThresholdThatIsGivenStands() {
        var settings = RecognitionSettings()
        settings.threshold = 0.4
        #expect([0, 20, 1000].allSatisfy { settings.threshold(enrolled: $0) == 0.4 })
    }
}
