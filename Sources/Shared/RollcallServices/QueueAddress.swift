/// The URL of the result queue, or of each device's: a URL whose last part holds `{device}`, such as
/// `https://sqs.eu-west-1.amazonaws.com/123456789012/rollcall-results-{device}`.
///
/// Devices that poll one queue take each other's results and must put them back, so that each waits for the others.
/// With a queue of its own a device gets its results alone and at once.
package struct QueueAddress: Hashable, Sendable {
    /// The URL as it is set.
    package let text: String

    private let pattern: DevicePattern

    /// The address that is set.
    package init(_ text: String) {
        self.text = text
        pattern = DevicePattern(text)
    }

    /// Whether each device has a queue of its own.
    package var isPerDevice: Bool { pattern.isPerDevice }

    /// The URL of a device's queue.
    ///
    /// Queue names take letters, digits, `-` and `_`, 80 at most (AWS: "Amazon SQS message quotas"). Every other byte
    /// of a device's id, `_` too, becomes `_` and two hexadecimal digits, so that no two devices share a queue. A clip
    /// without a device goes to the device `_`.
    package func url(of device: String?) -> String {
        pattern.text(with: device.map(\.namePart) ?? "_")
    }

    /// The name of the queue of this URL: its last part.
    package static func queueName(ofURL url: String) -> String {
        url.split(separator: "/").last.map(String.init) ?? url
    }
}
