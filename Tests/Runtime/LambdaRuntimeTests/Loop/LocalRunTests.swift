#if LocalRun
    import Foundation
    import FoundationNetworking
    import LambdaRuntime
    import LambdaTesting
    import Testing

    @Suite struct LocalRunTests {
        private struct Broken: Error {}

        private func post(
            _ local: LocalRun, _ body: String, path: String = "/2015-03-31/functions/function/invocations",
            headers: [String: String] = [:]
        ) async throws -> (status: Int, functionError: String?, text: String) {
            let url = try #require(URL(string: "http://\(local.address)\(path)"))
            var request = URLRequest(url: url)
            request.httpMethod = "POST"
            request.httpBody = Data(body.utf8)
            for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
            let (data, response) = try await URLSession.shared.data(for: request)
            let answer = try #require(response as? HTTPURLResponse)
            return (
                answer.statusCode, answer.value(forHTTPHeaderField: "X-Amz-Function-Error"),
                String(decoding: data, as: UTF8.self)
            )
        }

        /// Runs `body` against a function that was started outside Lambda.
        private func withFunction(
            _ handler: Handler, _ body: (LocalRun) async throws -> Void
        ) async throws {
            let local = try LocalRun(port: 0)
            let environment = RuntimeEnvironment([
                "AWS_LAMBDA_RUNTIME_API": local.address, "AWS_LAMBDA_LOG_LEVEL": "FATAL",
            ])
            let thread = Thread {
                _ = LambdaRuntime.serve(environment: environment, ownsProcess: false) {
                    .buffered(handler)
                }
            }
            thread.start()
            defer { local.stop() }
            try await body(local)
        }

        @Test func answersLikeTheEmulator() async throws {
            let handler = Handler { event, context in
                if event == Array("{}".utf8) { throw Broken() }
                let told = [
                    context.traceID ?? "untraced", context.tenantID ?? "", context.clientContextJSON ?? "",
                ]
                return event + Array(" \(told.joined(separator: " "))".utf8)
            }
            try await withFunction(handler) { local in
                let first = try await post(local, "1")
                #expect(first == (200, nil, "1 untraced  "))
                let client = Data(#"{"custom":{"a":"é?"}}"#.utf8).base64EncodedString()
                let headers = [
                    "X-Amzn-Trace-Id": "Root=1", "X-Amz-Tenant-Id": "t", "X-Amz-Client-Context": client,
                ]
                let second = try await post(local, "2", headers: headers)
                #expect(second == (200, nil, #"2 Root=1 t {"custom":{"a":"é?"}}"#))
                let failed = try await post(local, "")
                #expect(failed.status == 200)
                #expect(failed.functionError == "Unhandled")
                #expect(failed.text.contains(#""errorType":"Broken""#))
                let event = try await post(local, "3", headers: ["X-Amz-Invocation-Type": "Event"])
                #expect(event.status == 202)
                let noJSON = try await post(local, "later")
                #expect(noJSON.status == 400)
                #expect(noJSON.text.contains("Could not parse request body into json"))
                let elsewhere = try await post(local, "x", path: "/")
                #expect(elsewhere.status == 404)
                #expect(elsewhere.text.contains("/2015-03-31/functions/function/invocations"))
                // As the Runtime API answers a runtime that has asked for events already.
                let late = try await post(local, "{}", path: "/2018-06-01/runtime/init/error")
                #expect(late.status == 403 && late.text.contains("InvalidStateTransition"), "\(late)")
            }
        }

        /// Somebody who looks at a page would run the function with the keys of the terminal.
        @Test(arguments: [
            ["Origin": "https://evil.example", "Content-Type": "text/plain"], ["Host": "evil.example"],
            ["Sec-Fetch-Site": "cross-site"],
        ])
        func refusesWebPages(headers: [String: String]) async throws {
            try await withFunction(Handler { event, _ in event }) { local in
                let refused = try await post(local, "1", headers: headers)
                #expect(refused.status == 403)
                let answered = try await post(local, "1")
                #expect(answered.text == "1")
            }
        }

        @Test func saysThatAnAnswerIsTooLarge() async throws {
            let handler = Handler { event, _ in
                event.count > 1 ? event : Array(repeating: 0x31, count: MockRuntimeAPI.maximumPayload + 1)
            }
            try await withFunction(handler) { local in
                let answer = try await post(local, "1")
                #expect(answer.functionError == "Unhandled")
                #expect(answer.text.contains(#""errorType":"Function.ResponseSizeTooLarge""#))
                let next = try await post(local, "12")
                #expect(next.text == "12")
            }
        }

        @Test func servesSeveralInvokersInTurn() async throws {
            try await withFunction(Handler { event, _ in event }) { local in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for index in 0..<20 {
                        group.addTask { try await post(local, "\(index)").text == "\(index)" }
                    }
                    for try await isRight in group { #expect(isRight) }
                }
            }
        }
    }
#endif
