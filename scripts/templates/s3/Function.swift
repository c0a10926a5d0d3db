import LambdaEvents
import LambdaRuntime
import LambdaRuntimeJSON

@main
struct <NAME>: JSONLambdaHandler {
    func handle(_ event: S3Event, context: LambdaContext) async throws -> [String] {
        // S3 tries once whether it may send, when the notification is set up.
        if event.isTest { return [] }
        return event.records.compactMap { record in
            record.s3.object.decodedKey.map { "\(record.s3.bucket.name)/\($0)" }
        }
    }

    static func main() {
        LambdaRuntime.run { <NAME>() }
    }
}
