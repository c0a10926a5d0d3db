import Foundation
import Synchronization
import WireFormats

@testable import AWSClients

/// A clock that stands still, and waits that end at once and are counted.
final class TestTime: Sendable {
    private let waits = Mutex<[Duration]>([])
    private let date: Mutex<UnixTime>

    /// 2026-11-23 12:00 UTC if not said otherwise.
    init(now: UnixTime = UnixTime(seconds: 1_795_435_200)) {
        date = Mutex(now)
    }

    var now: UnixTime { date.withLock { $0 } }
    var sleeps: [Duration] { waits.withLock { $0 } }

    func advance(by seconds: TimeInterval) {
        date.withLock { $0.seconds += seconds }
    }

    /// - Parameter random: what chance always yields.
    func source(random: Double = 0.5) -> TimeSource {
        TimeSource(
            now: { self.now }, sleep: { wait in self.waits.withLock { $0.append(wait) } }, random: { random })
    }
}

extension AWSSession {
    /// A session of a server on loopback, whose waits end at once.
    static func test(
        _ endpoint: String, time: TestTime = TestTime(), credentials: (any AWSCredentialsProvider)? = nil,
        attempts: Int = 3, timeouts: HTTPTimeouts = HTTPTimeouts()
    ) throws -> AWSSession {
        let provider =
            credentials
            ?? StaticCredentials(AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: "secret"))
        let configuration = AWSConfiguration(
            region: "us-east-1", credentials: provider, endpoint: endpoint,
            retry: RetrySettings(maximumAttempts: attempts), timeouts: timeouts)
        return try AWSSession(configuration: configuration, time: time.source())
    }
}
