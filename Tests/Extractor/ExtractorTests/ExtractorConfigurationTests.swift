import RollcallFunction
import Testing

@testable import Extractor

struct ExtractorConfigurationTests {
    @Test func hasDefaults() throws {
        let configuration = try ExtractorConfiguration(environment: [
            "ROLLCALL_QUEUE_URL": "q", "ROLLCALL_BUCKET": "",
        ])
        #expect(configuration.queueURL == "q" && configuration.bucket == nil)
        #expect(configuration.recognizer == "Recognizer" && configuration.jpegQuality == 90)
    }

    @Test func needsAQueue() {
        let error = #expect(throws: ConfigurationError.self) { try ExtractorConfiguration(environment: [:]) }
        #expect(error?.description.contains("ROLLCALL_QUEUE_URL") == true)
    }

    @Test(arguments: ["0", "101", "high"])
    func needsAQualityInRange(quality: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ExtractorConfiguration(
                environment: ["ROLLCALL_QUEUE_URL": "q", "ROLLCALL_JPEG_QUALITY": quality])
        }
        #expect(error?.description.contains(quality) == true)
    }
}
