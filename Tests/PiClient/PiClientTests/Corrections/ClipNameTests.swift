import Foundation
import RollcallMessages
import Testing

@testable import PiClient

struct ClipNameTests {
    private let now: Int64 = 1_700_000_000_123

    /// A time as `rollcall run` shows it.
    private func shown(_ milliseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds / 1000))
        let parts = Calendar.current.dateComponents([.hour, .minute, .second], from: date)
        return String(
            format: "%02d:%02d:%02d.%03d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0,
            Int(milliseconds % 1000))
    }

    @Test(arguments: [0, 1, 60_000, 3_600_000, 80_000_000] as [Int64])
    func aShownTimeIsTheClipOfThatTime(ago: Int64) {
        let clip = ClipName(shown(now - ago), device: "lab", now: now)
        #expect(clip.key == "lab/\(now - ago).h264")
    }

    @Test(arguments: ["lab/1700000000000.h264", "5.h264", "25:00:00.000", "1:2", "14:03:05", "a:b:c.ddd"])
    func anythingElseIsAKey(text: String) {
        #expect(ClipName(text, device: "lab", now: now).key == text)
    }
}
