import AWSClients
import LambdaRuntime
import RollcallFunction

@main
enum ExtractorMain {
    static func main() {
        ClipMemory.keep()
        LambdaRuntime.run {
            try await ExtractorHandler(environment: ProcessEnvironment.variables)
        }
    }
}
