import RollcallServices
import Testing

struct QueueAddressTests {
    @Test(arguments: [
        ("lab", "lab"), ("lab-1", "lab-1"), ("lab/1", "lab_2F1"), ("lab_1", "lab_5F1"), ("büro", "b_C3_BCro"),
    ])
    func everyDeviceHasAQueue(device: String, name: String) {
        let address = QueueAddress("https://sqs.eu-west-1.amazonaws.com/1/results-{device}")
        #expect(address.isPerDevice)
        #expect(
            address.url(of: device) == "https://sqs.eu-west-1.amazonaws.com/1/results-\(name)")
        #expect(QueueAddress.queueName(ofURL: address.url(of: device)) == "results-\(name)")
    }

    @Test func clipsWithoutADeviceHaveOneToo() {
        #expect(QueueAddress("http://h/1/r-{device}").url(of: nil) == "http://h/1/r-_")
    }

    @Test func oneQueueServesAllWhereNoPlaceIsKept() {
        let address = QueueAddress("http://h/1/results")
        #expect(!address.isPerDevice)
        #expect(address.url(of: "lab") == "http://h/1/results")
    }
<<<<<<< HEAD

    @Test func metricsAreInTheEmbeddedFormat() throws {
        var timings = Timings()
        timings[.uploaded] = 500
        timings[.recognizerStarted] = 520
        timings[.recognized] = 640
        let line = try ClipMetrics(
            function: "Recognizer", clip: "lab/1.h264", route: .inline, status: "recognized",
            timings: timings,
            stages: [.recognizerStarted, .framesLoaded, .recognized]
        ).line(now: 1_700_000_000_000)
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1 && line.last == UInt8(ascii: "\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        #expect(object?["SinceFirstFrame"] as? Int == 520)
        #expect(object?["Recognized"] as? Int == 120)
        #expect(object?["Way"] as? String == "inline")
        let metadata = try #require(object?["_aws"] as? [String: Any])
        #expect(metadata["Timestamp"] as? Int == 1_700_000_000_000)
        let directive = try #require((metadata["CloudWatchMetrics"] as? [[String: Any]])?.first)
        #expect(directive["Dimensions"] as? [[String]] == [["Function", "Way"]])
        let names = (directive["Metrics"] as? [[String: String]])?.compactMap { $0["Name"] }
        #expect(names == ["SinceFirstFrame", "Recognized"])
    }
=======
>>>>>>> 8087e9c (Put one shell around the work of both functions)
}
