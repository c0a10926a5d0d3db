import AWSClients
import LambdaRuntime

@main
enum RecognizerMain {
    static func main() {
        LambdaRuntime.run {
            try await RecognizerHandler(environment: ProcessEnvironment.variables)
        }
    }
}
