import Foundation
import TestSupport
import Testing

/// AWS's own Runtime Interface Emulator around a real function. `RIE` is the path of its executable.
@Suite(.enabled(if: Emulator.path != nil, "\(Emulator.missing)"), .serialized)
struct EmulatorTests {
    private static let timeout = "Task timed out after 2.00 seconds"

    @Test func echoes() async throws {
        try await Emulator.run { emulator async throws in
            for _ in 0..<3 { #expect(try await emulator.invoke("hello") == "hello") }
            // This emulator sends no trace.
            #expect(try await emulator.invoke("trace") == "(unset)")
        }
    }

    @Test func reportsErrorsAndGoesOn() async throws {
        try await Emulator.run { emulator async throws in
            #expect(try await emulator.invoke("fail").contains(#""errorMessage":"refused, as asked""#))
            #expect(try await emulator.invoke("hello") == "hello")
            #expect(try await emulator.invoke("crash").contains("Runtime.ExitError"))
            // In a new process.
            #expect(try await emulator.invoke("hello") == "hello")
        }
    }

    @Test func reportsAFailedInitialization() async throws {
        try await Emulator.run(["fail-init"]) { emulator async throws in
            #expect(try await emulator.invoke("hello").contains(#""errorMessage":"refused, as asked""#))
        }
    }

    @Test func carriesTheLargestAnswerAndSurvivesALargerOne() async throws {
        try await Emulator.run { emulator async throws in
            #expect(try await emulator.invoke("largest").utf8.count == 6 * 1024 * 1024 + 100)
            #expect(try await emulator.invoke("too large").contains("Function.ResponseSizeTooLarge"))
            let event = String(repeating: "x", count: 6 * 1024 * 1024 + 100)
            #expect(try await emulator.invoke(event) == event)
        }
    }

    @Test func streams() async throws {
        try await Emulator.run(["stream"]) { emulator async throws in
            #expect(try await emulator.invoke("hello ") == "hello hello ")
            // The emulator shows what came before the error.
            #expect(try await emulator.invoke("fail") == "fail")
            #expect(try await emulator.invoke("hello ") == "hello hello ")
        }
    }

    @Test func cancelsTheHandlerBeforeTheEmulatorKillsIt() async throws {
        try await Emulator.run { emulator async throws in
            #expect(try await emulator.invoke("sleep").contains("CancellationError"))
            #expect(try await emulator.invoke("block") == Self.timeout)
            #expect(try await emulator.invoke("hello") == "hello")
        }
    }

    @Test func tellsAShutdownHandlerOfSIGTERM() async throws {
        let log = try await Emulator.run(["shutdown"]) { emulator async throws in
            #expect(try await emulator.invoke("hello") == "hello")
            #expect(try await emulator.invoke("block") == Self.timeout)
            #expect(try await emulator.invoke("hello") == "hello")
        }
        #expect(log.contains("shut down, in time"))
    }

    @Suite(
        .enabled(
            if: Emulator.canRunManagedInstances,
            "as Managed Instances the emulator needs root and a mount namespace of its own"))
    struct ManagedInstances {
        private static let concurrency = 4

        @Test func handlesEventsAtTheSameTime() async throws {
            try await Emulator.run(concurrency: Self.concurrency) { emulator async throws in
                async let first = emulator.invoke("meet")
                async let second = emulator.invoke("meet")
                #expect(try await first != second)
                #expect(try await emulator.invoke("fail").contains(#""errorMessage":"refused, as asked""#))
                #expect(try await emulator.invoke("largest").utf8.count == 6 * 1024 * 1024 + 100)
                #expect(try await emulator.invoke("too large").contains("Function.ResponseSizeTooLarge"))
                // One variable cannot tell the traces of several events.
                let traced = try await emulator.invoke("trace", headers: ["X-Amzn-Trace-Id": "Root=1-2"])
                #expect(traced == "(unset)")
            }
        }

        @Test func servesOthersWhileOneEventTimesOut() async throws {
            try await Emulator.run(concurrency: Self.concurrency) { emulator async throws in
                async let blocked = emulator.invoke("block")
                for _ in 0..<20 { #expect(try await emulator.invoke("hello") == "hello") }
                #expect(try await blocked.contains("Timedout"))
                for _ in 0..<20 { #expect(try await emulator.invoke("hello") == "hello") }
            }
        }

        @Test func namesTheEventInWhichItCrashed() async throws {
            let log = try await Emulator.run(concurrency: Self.concurrency) { emulator async throws in
                let id = "11111111-2222-4333-8444-555555555555"
                let answer = try await emulator.invoke("crash", headers: ["X-Amzn-RequestId": id])
                #expect(answer.contains("Runtime.ExitError"))
            }
            #expect(log.contains(#""requestId":"11111111-2222-4333-8444-555555555555","message":"#))
        }
    }
}
