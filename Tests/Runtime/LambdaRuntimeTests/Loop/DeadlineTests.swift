import LambdaRuntime
import LambdaTesting
import Testing

@Suite struct DeadlineTests {
    @Test func cancelsTheHandlerBeforeTheDeadline() async throws {
        let handler = Handler { _, context in
            do {
                try await Task.sleep(for: .seconds(3600))
                return Array("slept".utf8)
            } catch {
                return Array("cancelled, in time: \(context.remainingTime > .zero)".utf8)
            }
        }
        let results = try await handler.handle([MockEvent("{}", timeout: .milliseconds(300))])
        #expect(results[0].text.hasPrefix("cancelled"))
    }

    @Test func cancelsChildTasksToo() async throws {
        let handler = Handler { _, _ in
            async let child: Bool = {
                do { try await Task.sleep(for: .seconds(3600)) } catch { return true }
                return false
            }()
            return Array("\(await child)".utf8)
        }
        let results = try await handler.handle([MockEvent("{}", timeout: .milliseconds(200))])
        #expect(results[0].text == "true")
    }

    @Test func doesNotCancelTheNextEvent() async throws {
        let handler = Handler { event, _ in
            if event.isEmpty { try? await Task.sleep(for: .seconds(3600)) }
            try await Task.sleep(for: .milliseconds(5))
            return Array("\(Task.isCancelled)".utf8)
        }
        let results = try await handler.handle([
            MockEvent("", requestID: "a", timeout: .milliseconds(100)),
            MockEvent("x", requestID: "b", timeout: .seconds(60)),
        ])
        guard case .error(_, "Function.CancellationError") = results[0] else {
            Issue.record("expected a CancellationError: \(results[0])")
            return
        }
        #expect(results[1].text == "false")
    }

    @Test func runsWithoutADeadline() async throws {
        let head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nContent-Length: 2\r\n"
        for deadline in [
            "", "Lambda-Runtime-Deadline-Ms: soon\r\n",
            "Lambda-Runtime-Deadline-Ms: 99999999999999999999\r\n",
        ] {
            let api = try MockRuntimeAPI(events: [], ending: .refusal(500)) { request in
                request.call == .next && request.index == 0
                    ? .raw(Array("\(head)\(deadline)\r\n{}".utf8)) : nil
            }
            _ = await api.run {
                Handler { _, context in
                    try await Task.sleep(for: .milliseconds(1))
                    return Array("\(context.remainingTime > .seconds(1_000_000))".utf8)
                }
            }
            #expect(api.requests(of: .response).first?.text == "true")
        }
    }

    @Test func clockCountsFromTheEpochAndStopsAtItsEnds() {
        let clock = LambdaClock()
        let start = LambdaClock.Instant(millisecondsSinceEpoch: 1000)
        #expect(start.advanced(by: .milliseconds(1500)).millisecondsSinceEpoch == 2500)
        #expect(start.duration(to: start.advanced(by: .seconds(-5))) == .seconds(-5))
        let last = LambdaClock.Instant(millisecondsSinceEpoch: .max)
        let first = LambdaClock.Instant(millisecondsSinceEpoch: .min)
        #expect(last.advanced(by: .seconds(1)) == last)
        #expect(first.advanced(by: .seconds(-1)) == first)
        #expect(start.advanced(by: .seconds(Int64.max)) == last)
        #expect(first.duration(to: last) == .milliseconds(Int64.max))
        #expect(first < last)
        #expect(clock.now < clock.now.advanced(by: .milliseconds(1)))
    }
}
