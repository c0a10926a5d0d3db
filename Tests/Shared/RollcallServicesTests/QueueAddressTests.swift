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
}
