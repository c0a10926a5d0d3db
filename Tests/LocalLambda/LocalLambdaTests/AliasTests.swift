import Foundation
import Testing

@testable import LocalLambda

/// Aliases, and the names by which a function is invoked.
struct AliasTests {
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:f"

    private func create(_ name: String, in service: RunningService, version: String = "$LATEST") async throws
        -> RunningService.Reply
    {
        let body = #"{"Name":"\#(name)","FunctionVersion":"\#(version)","Description":"d"}"#
        return try await service.send(
            "POST", "/2015-03-31/functions/f/aliases", body: [UInt8](body.utf8))
    }

    @Test func aliasIsMadeReadListedAndDeleted() async throws {
        try await RunningService.with { service in
            let made = try await create("lab-1", in: service)
            #expect(made.status == 201)
            #expect(made.member("AliasArn") == Self.arn + ":lab-1")
            #expect(made.member("FunctionVersion") == "$LATEST")
            _ = try await create("attic", in: service)
            let read = try await service.send("GET", "/2015-03-31/functions/f/aliases/lab-1")
            #expect(read.member("Name") == "lab-1")
            let changed = try await service.send(
                "PUT", "/2015-03-31/functions/f/aliases/lab-1", body: [UInt8](#"{"Description":"new"}"#.utf8))
            #expect(changed.member("Description") == "new")
            let list = try await service.send("GET", "/2015-03-31/functions/f/aliases")
            let aliases = try #require(
                try JSONSerialization.jsonObject(with: Data(list.body)) as? [String: [[String: Any]]])
            #expect(aliases["Aliases"]?.map { $0["Name"] as? String } == ["attic", "lab-1"])
            for _ in 0..<2 {
                let gone = try await service.send("DELETE", "/2015-03-31/functions/f/aliases/lab-1")
                #expect(gone.status == 204)
            }
            let missing = try await service.send("GET", "/2015-03-31/functions/f/aliases/lab-1")
            #expect(missing.status == 404)
            #expect(missing.errorCode == "ResourceNotFoundException")
            #expect(missing.member("message") == "Cannot find alias arn: \(Self.arn):lab-1")
        }
    }

    @Test(arguments: [
        ("f:lab-1", ""), ("f", "?Qualifier=lab-1"), (arn + ":lab-1", ""), (arn, "?Qualifier=lab-1"),
    ])
    func functionIsToldTheAliasByWhichItWasInvoked(name: String, query: String) async throws {
        try await RunningService.with { service in
            _ = try await create("lab-1", in: service)
            let reply = try await service.send(
                "POST", "/2015-03-31/functions/\(name)/invocations\(query)",
                body: [UInt8](#"{"do": "headers"}"#.utf8))
            #expect(reply.member("Lambda-Runtime-Invoked-Function-Arn") == Self.arn + ":lab-1")
            #expect(reply.headers["x-amz-executed-version"] == "$LATEST")
            let plain = try await service.invoke(#"{"do": "headers"}"#)
            #expect(plain.member("Lambda-Runtime-Invoked-Function-Arn") == Self.arn)
            #expect(await service.local.service.statistics()["f"]?.coldStarts == 1)
        }
    }

    @Test func aliasThatIsNotThereIsNotFound() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke("{}", function: "f:lab-2")
            #expect(reply.status == 404)
            #expect(reply.member("message") == "Function not found: \(Self.arn):lab-2")
        }
    }

    @Test(arguments: ["", "7", "a b", "a:b", "é"])
    func invalidNameIsRefused(name: String) async throws {
        try await RunningService.with { service in
            let reply = try await create(name, in: service)
            #expect(reply.status == 400)
            #expect(reply.errorCode == "InvalidParameterValueException")
        }
    }

    @Test func secondAliasOfANameAndOtherVersionsAreRefused() async throws {
        try await RunningService.with { service in
            _ = try await create("live", in: service)
            let second = try await create("live", in: service)
            #expect(second.status == 409)
            #expect(second.errorCode == "ResourceConflictException")
            #expect(try await create("next", in: service, version: "3").status == 404)
        }
    }

    /// A page that somebody looks at would create functions with that person's AWS keys.
    @Test(arguments: [
        ["Origin": "https://evil.example", "Content-Type": "text/plain"], ["Host": "evil.example"],
    ])
    func webPageIsRefused(headers: [String: String]) async throws {
        try await RunningService.with { service in
            for path in ["/2015-03-31/functions", "/2015-03-31/functions/f/invocations"] {
                let reply = try await service.send("POST", path, body: [UInt8]("{}".utf8), headers: headers)
                #expect(reply.status == 403)
            }
            #expect(await service.local.service.statistics()["f"]?.invocations == 0)
        }
    }
}
