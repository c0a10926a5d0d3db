import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A web server as people write them with Hummingbird, for the web adapter to start.
@main
enum WebAdapterTestServer {
    static func main() async throws {
        let router = Router()
        router.get("/hello/{name}") { _, context in
            "hello \(try context.parameters.require("name"))"
        }
        router.post("/echo") { request, _ in
            Response(
                status: .created, headers: [.setCookie: "a=1"],
                body: ResponseBody(byteBuffer: try await request.body.collect(upTo: 1 << 20)))
        }
        router.get("/stream") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    for part in ["one ", "two ", "three"] { try await writer.write(ByteBuffer(string: part)) }
                    try await writer.finish(nil)
                })
        }
        let port = ProcessInfo.processInfo.environment["PORT"].flatMap(Int.init) ?? 8080
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
