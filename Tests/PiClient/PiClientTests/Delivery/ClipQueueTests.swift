import Dispatch
import Testing

@testable import PiClient

@Suite struct ClipQueueTests {
    private func clip(_ number: Int64) -> Clip {
        Clip(
            bytes: [], repeatedHeaderBytes: 0, frameCount: 15,
            captureTime: CaptureTime(milliseconds: number, instant: .now))
    }

    private func drain(_ queue: ClipQueue) async -> [Int64] {
        var numbers: [Int64] = []
        while let clip = await queue.next() { numbers.append(clip.captureTime.milliseconds) }
        return numbers
    }

    @Test func dropsTheOldestAndCounts() async {
        let queue = ClipQueue(capacity: 3, overflow: .dropOldest)
        for number in 1...5 { queue.put(clip(Int64(number))) }
        queue.finish()
        #expect(await drain(queue) == [3, 4, 5])
        #expect(queue.dropped == 2)
    }

    @Test func aRecordingWaitsForRoom() async {
        let queue = ClipQueue(capacity: 2, overflow: .wait)
        DispatchQueue(label: "test.reader").async {
            for number in 1...200 { queue.put(self.clip(Int64(number))) }
            queue.finish()
        }
        let halves = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<2 { group.addTask { await drain(queue) } }
            return await group.reduce(into: [[Int64]]()) { $0.append($1) }
        }
        #expect(halves.flatMap(\.self).sorted() == Array(1...200))
        #expect(queue.dropped == 0)
        // One receiver at a time sees them in order.
        for half in halves { #expect(half == half.sorted()) }
    }

    @Test func finishingFreesAWaitingReader() async {
        let queue = ClipQueue(capacity: 1, overflow: .wait)
        queue.put(clip(1))
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "test.reader").async {
                for number in 2...4 { queue.put(self.clip(Int64(number))) }
                continuation.resume()
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { queue.finish() }
        }
        #expect(await drain(queue) == [1])
        #expect(queue.dropped == 3)
    }
}
