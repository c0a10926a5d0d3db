import Foundation

/// The line that the platform logs after every invocation.
/// Source: AWS Lambda Developer Guide, "Viewing CloudWatch logs for Lambda functions".
struct Report {
    var requestID: String
    var duration: Duration
    /// MB.
    var memorySize: Int
    /// MB.
    var maximumMemoryUsed: Int
    /// Set with the first invocation of an environment: a cold start.
    var initializationDuration: Duration?

    /// `REPORT RequestId: … Duration: … ms Billed Duration: … ms Memory Size: … MB Max Memory Used: … MB`
    var line: String {
        // Since August 2025 initialization is billed for every kind of function.
        let billed = (duration + (initializationDuration ?? .zero)).milliseconds.rounded(.up)
        var fields = [
            "REPORT RequestId: \(requestID)",
            "Duration: \(duration.formattedMilliseconds) ms",
            "Billed Duration: \(Int(billed)) ms",
            "Memory Size: \(memorySize) MB",
            "Max Memory Used: \(maximumMemoryUsed) MB",
        ]
        if let initializationDuration {
            fields.append("Init Duration: \(initializationDuration.formattedMilliseconds) ms")
        }
        return fields.joined(separator: "\t")
    }
}

extension Duration {
    /// Milliseconds with fractions.
    var milliseconds: Double { self / .milliseconds(1) }

    /// Such as `12.34`.
    var formattedMilliseconds: String { String(format: "%.2f", milliseconds) }

    /// Such as `3.00`.
    var formattedSeconds: String { String(format: "%.2f", self / .seconds(1)) }
}
