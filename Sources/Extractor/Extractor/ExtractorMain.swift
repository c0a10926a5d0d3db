import AWSClients
import LambdaRuntime

@main
enum ExtractorMain {
    static func main() {
        LambdaRuntime.run {
            try await ExtractorHandler(environment: ProcessEnvironment.variables)
        }
    }
}
