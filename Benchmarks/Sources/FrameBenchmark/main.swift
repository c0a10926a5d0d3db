// Decodes a clip to JPEGs in memory, over and over on one core, beside the ffmpeg command doing the same.
//
//     swift run -c release --package-path Benchmarks FrameBenchmark CLIP [rounds]

import Foundation
import FrameExtraction
import Histogram

let arguments = CommandLine.arguments
guard arguments.count > 1, let data = FileManager.default.contents(atPath: arguments[1]) else {
    print("usage: FrameBenchmark CLIP [rounds]")
    exit(2)
}
let clip = [UInt8](data)
let rounds = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 50

/// The processor time of this process and of the commands it ran and waited for.
func processorTime() -> Duration {
    [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(.zero) { sum, who in
        var usage = rusage()
        getrusage(Int32(who.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(sum) { $0 + .seconds($1.tv_sec) + .microseconds($1.tv_usec) }
    }
}

func measure(_ name: String, _ work: () throws -> String) rethrows {
    var elapsed = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
    var processor = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
    var last = ""
    for round in 0..<(rounds + 3) {
        let (start, startOfProcessor) = (ContinuousClock.now, processorTime())
        last = try work()
        let (duration, processorDuration) = (ContinuousClock.now - start, processorTime() - startOfProcessor)
        // The first rounds fill caches.
        guard round >= 3 else { continue }
        elapsed.record(UInt64(duration / .microseconds(1)))
        processor.record(UInt64(processorDuration / .microseconds(1)))
    }
    let columns = [elapsed, processor].flatMap { histogram in
        [50.0, 95].map { String(format: "%9.2f", Double(histogram.valueAtPercentile($0)) / 1000) }
    }
    print(name.padding(toLength: 28, withPad: " ", startingAt: 0) + columns.joined(), " ", last)
}

print("\(arguments[1]): \(clip.count) bytes, \(rounds) rounds")
print("".padding(toLength: 28, withPad: " ", startingAt: 0), " p50 ms   p95 ms  CPU p50  CPU p95")
var encoder = JPEGEncoder()
try measure("decode to planes") {
    let decoder = try ClipDecoder(clip)
    while try decoder.next() != nil {}
    return "\(decoder.intactFrames) frames"
}
try measure("decode to JPEGs") {
    let decoder = try ClipDecoder(clip)
    var bytes = 0
    while let frame = try decoder.next() { bytes += try encoder.encode(frame).count }
    return "\(decoder.intactFrames) frames, \(bytes) bytes"
}
try measure("the ffmpeg command, to JPEGs") {
    // -q:v 3 is the quality whose JPEGs are nearest in size to libjpeg's 90.
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
        "ffmpeg", "-loglevel", "quiet", "-threads", "1", "-i", arguments[1], "-vsync", "passthrough",
        "-threads", "1", "-q:v", "3", "-f", "image2pipe", "-c:v", "mjpeg", "-",
    ]
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return "\(bytes.count) bytes"
}
