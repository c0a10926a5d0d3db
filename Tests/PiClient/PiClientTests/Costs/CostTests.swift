import AWSClients
import Foundation
import RollcallMessages
import RollcallPage
import RollcallServices
import Synchronization
import TestSupport
import Testing

@testable import PiClient

struct CostTests {
    /// An hour of a camera that sees somebody in every other clip, with all frames kept.
    private let run = RunUsage(
        device: "lab", route: .inline, began: 1_700_000_000_000, written: 1_700_003_600_000, clips: 7200,
        clipsWithPeople: 3600, heldBack: 0,
        usage: Usage([
            "s3.put": 115_200, "lambda.request": 14_400, "sqs.request": 25_000, "dynamodb.write": 7200,
            "lambda.gigabyteSecond.arm64": 1000, "s3.storedByte": 3e9, "transfer.receivedByte": 2e7,
        ]))

    @Test func anHourCostsWhatTheListSays() throws {
        let prices = try PriceTable.current
        let report = CostReport(run, prices: prices)
        let costs = Dictionary(uniqueKeysWithValues: report.costs.map { ($0.name, $0.dollars) })
        let expected = [
            "S3 requests": 0.576, "Lambda requests": 0.00288, "SQS": 0.01, "Lambda computing": 0.0133334,
            "S3 storage": 0.0161,
        ]
        for (name, dollars) in expected {
            let told = try #require(costs[name])
            #expect(abs(told - dollars) < 1e-9, "\(name)")
        }
        let sum: Double = costs.values.reduce(0, +)
        #expect(abs(report.dollars - sum) < 1e-9)
        #expect(abs(report.hourly(report.dollars) - report.dollars) < 1e-9)
        #expect(!prices.date.isEmpty && prices.source.contains("Amazon S3 pricing"))
    }

    /// What is counted for the settings that the run had is what they would have cost.
    @Test func otherSettingsAreReckonedFromTheSameRun() throws {
        let report = CostReport(run, prices: try PriceTable.current)
        func hour(_ frames: String, _ clips: String) -> Double? {
            report.settings.first { $0.frames == frames && $0.clips == clips }?.hour
        }
        #expect(report.settings.count == 12)
        let storage = report.costs.first { $0.name == "S3 storage" }?.dollars ?? 0
        let all = try #require(hour("all", "all"))
        let bundle = try #require(hour("bundle", "all"))
        let none = try #require(hour("none", "all"))
        let people = try #require(hour("none", "people"))
        #expect(abs(all - report.dollars + storage) < 1e-9)
        // 14 PUTs of 7200 clips, and one of 3600.
        #expect(abs(all - bundle - 0.504) < 1e-9)
        #expect(abs(none - people - 0.018) < 1e-9)
    }

    /// Where S3 starts the functions it must have all frames, whatever they are told to keep.
    @Test(arguments: Route.allCases)
    func settingsAreReckonedWhereTheyCount(route: Route) throws {
        let run = RunUsage(
            device: "lab", route: route, began: 0, written: 3_600_000, clips: 7200, clipsWithPeople: 3600,
            heldBack: 0, usage: Usage(["s3.put": 115_200]))
        let report = CostReport(run, prices: try PriceTable.current)
        let text = CostFormat(report: report).text().value
        #expect(report.settings.isEmpty == (route.carrier == .storage))
        #expect(text.contains("frames bundle") == (route.carrier == .event))
        #expect(text.contains("go through S3") == (route.carrier == .storage))
    }

    /// A Pi without a clock of its own begins on the day when it was switched off.
    @Test func aClockThatIsSetDoesNotMakeARunLonger() async throws {
        let clock = Mutex((wall: 1_700_000_000_000 as Int64, instant: ContinuousClock.now))
        let folder = try Scratch.folder()
        var time = PiClient.TimeSource()
        time.wallClock = { clock.withLock { $0.wall } }
        time.now = { clock.withLock { $0.instant } }
        // Half an hour passes, and the clock is set by three days.
        time.sleep = { _ in
            clock.withLock { $0 = ($0.wall + 3 * 86_400_000, $0.instant + .seconds(1800)) }
            throw CancellationError()
        }
        await UsageRecorder(
            folder: folder, device: "lab", route: .inline, meter: UsageMeter(), ledger: ClipLedger(),
            gate: ClipGate(.off, rest: .seconds(10)), time: time
        ).run()
        #expect(try RunUsage(folder: folder).hours == 0.5)
    }

    @Test func aRunThatHasNotLastedCostsNothingAnHour() throws {
        let run = RunUsage(
            device: "lab", route: .inline, began: 5, written: 5, clips: 0, clipsWithPeople: 0, heldBack: 0,
            usage: Usage(["s3.put": 1]))
        let report = CostReport(run, prices: try PriceTable.current)
        #expect(report.hourly(report.dollars) == 0)
        #expect(try CostFormat(report: report).json().value.contains(#""hour":0"#))
    }

    @Test(arguments: ["", "{}", "[1]", #"{"device":"lab","began":1e400}"#])
    func whatIsNoAccountIsRefused(text: String) throws {
        let folder = try Scratch.folder()
        try Data(text.utf8).write(to: URL(filePath: folder + "/usage.json"))
        #expect(throws: RunUsageError.self) { try RunUsage(folder: folder) }
    }

    /// Times that cannot be do not trap.
    @Test func anAccountOfTheEndOfTimeIsRead() throws {
        let folder = try Scratch.folder()
        let run = RunUsage(
            device: "lab", route: .inline, began: .min, written: .max, clips: .max, clipsWithPeople: .max,
            heldBack: .max,
            usage: Usage(["s3.put": 1e15]))
        try run.write(folder: folder)
        let report = CostReport(try RunUsage(folder: folder), prices: try PriceTable.current)
        #expect(!CostFormat(report: report).text().value.isEmpty)
    }
}

/// A run, and what is shown of its costs.
@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct CostRunTests {
    @Test func aRunKeepsWhatItAndTheFunctionsUsed() async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = .inline
        let lambda = try await cloud.lambda { [cloud] request in
            var result = cloud.result(of: request)
            result.usage = ["s3.put": 16, "lambda.request": 1]
            try await cloud.results.send(result)
        }
        cloud.settings.source = try Scratch.file(
            named: "film.h264", bytes: await TestVideo(frames: 60).bytes())
        let outcome = try await ClientRun(
            settings: cloud.settings, environment: cloud.environment(lambda), isFast: false,
            format: JSONFormat(), console: Transcript().console
        ).run(until: StopSignal(), givingUpAt: StopSignal())
        await lambda.stop()
        #expect(outcome.summary.recognized == 4)

        let run = try RunUsage(folder: cloud.settings.deviceFolder)
        #expect((run.device, run.clips, run.clipsWithPeople) == ("lab", 4, 4))
        #expect(run.written > run.began)
        #expect(run.total[.s3Put] == 64)
        // The client's invocations, and one of each clip's Extractor.
        #expect(run.total[.lambdaRequest] == 8)
        #expect(run.total[.sqsRequest] >= 4 && run.total[.sentByte] > 0)

        let page = try await TestPage()
        var settings = page.content.settings
        settings.spoolFolder = cloud.settings.spoolFolder
        let command = try await Subprocess.run(
            CommandTests.executable, ["costs", "--json", "--device", "lab"],
            environment: [
                "HOME": try Scratch.folder(), "ROLLCALL_SPOOL_FOLDER": cloud.settings.spoolFolder,
            ])
        #expect(command.status == 0, "\(command.errorText)")
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(command.text.utf8)) as? [String: Any])
        let usage = try #require(answer["usage"] as? [String: Double])
        #expect(usage["s3.put"] == 64)
        let dollars = try #require(answer["dollars"] as? [String: Double])
        let total = try #require(dollars["total"])
        #expect(total > 0.00032)

        let content = PageContent(
            settings: settings, environment: cloud.environment, session: cloud.session, live: LiveClips(),
            feed: page.content.feed, author: "eve")
        let body = try content.health().body
        let health = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        #expect(health?["dollars"] as? Double == total)
    }
}
