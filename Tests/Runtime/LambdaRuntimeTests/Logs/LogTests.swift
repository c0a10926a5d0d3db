import Foundation
import Logging
import Testing

@testable import LambdaRuntime

@Suite struct LogTests {
    private struct Trouble: Error {}

    /// The lines that `body` logs.
    private func lines(
        format: String?, level: String? = nil, requestID: String? = "id-1", _ body: (Logger) -> Void
    ) -> [String] {
        guard let file = tmpfile() else { return [] }
        defer { fclose(file) }
        var configuration = LogConfiguration(format: format, level: level)
        configuration.descriptor = fileno(file)
        body(
            Logger(label: "label") { label in
                LambdaLogHandler(
                    configuration: configuration, label: label, requestID: requestID, tenantID: nil)
            })
        let handle = FileHandle(fileDescriptor: configuration.descriptor, closeOnDealloc: false)
        try? handle.seek(toOffset: 0)
        let data = try? handle.readToEnd()
        return String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func object(_ line: String?) throws -> [String: Any] {
        let line = try #require(line)
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func writesTheFieldsOfLambdasJSONLines() throws {
        let lines = lines(format: "JSON") { logger in
            logger.warning(
                "say \"hi\"\n",
                metadata: ["n": "1", "list": ["a", ["k": "v"]], "number": .stringConvertible(4)])
        }
        #expect(lines.count == 1)
        let object = try object(lines.first)
        #expect(object["level"] as? String == "WARN")
        #expect(object["message"] as? String == "say \"hi\"\n")
        #expect(object["requestId"] as? String == "id-1")
        #expect(object["logger"] as? String == "label")
        #expect(object["n"] as? String == "1")
        #expect(object["number"] as? String == "4")
        let list = try #require(object["list"] as? [Any])
        #expect(list[0] as? String == "a")
        #expect(list[1] as? [String: String] == ["k": "v"])
        let timestamp = try #require(object["timestamp"] as? String)
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        #expect(abs(try format.parse(timestamp).timeIntervalSinceNow) < 60)
    }

    @Test func writesTextWhenNotToldOtherwise() throws {
        for format in [nil, "Text", "xml"] {
            let lines = lines(format: format) { $0.error("it broke", metadata: ["b": "2", "a": "1"]) }
            #expect(lines.count == 1)
            #expect(lines.first?.contains("Z ERROR id-1 it broke logger=label a=1 b=2") == true)
        }
    }

    @Test func writesALineEndInTextAsItsEscape() {
        let lines = lines(format: "Text") { $0.error("one\ntwo\r\n", metadata: ["a\n": "b\nc"]) }
        #expect(lines.count == 1)
        #expect(lines.first?.hasSuffix(#"one\ntwo\r\n logger=label a\n=b\nc"#) == true)
    }

    @Test(arguments: ["JSON", "Text"])
    func keepsAnyLineBelowABound(format: String) throws {
        let long = String(repeating: "é\u{1}", count: 1_000_000)
        let lines = lines(format: format) { logger in
            logger.info(
                "\(long)",
                metadata: ["a": "\(long)", "b": .array(Array(repeating: "\(long)", count: 3)), "c": "short"])
            logger.info("short", metadata: ["a": "\(long)"])
        }
        #expect(lines.count == 2)
        for line in lines { #expect(line.utf8.count <= 256 * 1024) }
        if format == "JSON" {
            let first = try object(lines.first)
            #expect((first["message"] as? String)?.hasPrefix("é\u{1}é") == true)
            #expect(first["b"] == nil)
            #expect(first["c"] as? String == "short")
            #expect(first["shortened"] as? Bool == true)
            #expect(try object(lines.last)["shortened"] == nil)
        } else {
            #expect(lines.first?.hasSuffix(" c=short shortened=true") == true)
        }
    }

    /// `AWS_LAMBDA_LOG_LEVEL` is what the function's settings in AWS say.
    @Test(arguments: [
        (["AWS_LAMBDA_LOG_LEVEL": "ERROR", "LOG_LEVEL": "trace"], Logger.Level.error),
        (["LOG_LEVEL": "debug"], .debug),
        (["AWS_LAMBDA_LOG_LEVEL": "", "LOG_LEVEL": "WARNING"], .warning),
        ([:], .info),
    ])
    func prefersLambdasLevel(variables: [String: String], level: Logger.Level) {
        #expect(RuntimeEnvironment(variables).logging.level == level)
    }

    @Test func keepsToTheLevel() {
        func count(_ level: String?) -> Int {
            lines(format: nil, level: level) { logger in
                for level in Logger.Level.allCases { logger.log(level: level, "x") }
            }.count
        }
        #expect(count("TRACE") == 7)
        #expect(count("DEBUG") == 6)
        #expect(count(nil) == 5)
        #expect(count("nonsense") == 5)
        #expect(count("WARN") == 3)
        #expect(count("ERROR") == 2)
        #expect(count("FATAL") == 1)
    }

    @Test func namesAnAttachedError() throws {
        let lines = lines(format: "JSON", requestID: nil) { $0.error("failed", error: Trouble()) }
        let object = try object(lines.first)
        #expect(object["errorType"] as? String == "Trouble")
        #expect(object["errorMessage"] as? String == "Trouble()")
        #expect(object["requestId"] == nil)
    }

    @Test func mergesMetadataWithTheLinesOwnLast() throws {
        let lines = lines(format: "JSON") { logger in
            var logger = logger
            logger[metadataKey: "a"] = "logger"
            logger[metadataKey: "b"] = "logger"
            logger.info("x", metadata: ["b": "line"])
        }
        let object = try object(lines.first)
        #expect(object["a"] as? String == "logger")
        #expect(object["b"] as? String == "line")
    }

    /// A reader takes one of two fields with the same name, often the last.
    @Test func keepsMetadataFromTakingTheLinesOwnFields() throws {
        let names = [
            "timestamp", "level", "message", "requestId", "logger", "errorType", "errorMessage", "shortened",
        ]
        let metadata = Logger.Metadata(
            uniqueKeysWithValues: (names + ["level_"]).map { ($0, "mine: \($0)") })
        let lines = lines(format: "JSON") { $0.error("real", error: Trouble(), metadata: metadata) }
        let line = try #require(lines.first)
        let object = try object(line)
        #expect(object["level"] as? String == "ERROR")
        #expect(object["message"] as? String == "real")
        #expect(object["requestId"] as? String == "id-1")
        #expect(object["logger"] as? String == "label")
        #expect(object["errorType"] as? String == "Trouble")
        for name in names {
            #expect(line.components(separatedBy: "\"\(name)\":").count <= 2, "\(name) stands there twice")
            let other = name == "level" ? "level__" : name + "_"
            #expect(object[other] as? String == "mine: \(name)")
        }
        #expect(object["level_"] as? String == "mine: level_")
    }

    @Test func keepsAMetadataNameThatTheLineDoesNotHave() throws {
        let lines = lines(format: "JSON", requestID: nil) {
            $0.info("x", metadata: ["requestId": "mine", "tenantId": "mine"])
        }
        let object = try object(lines.first)
        #expect(object["requestId"] as? String == "mine")
        #expect(object["tenantId"] as? String == "mine")
    }
}
