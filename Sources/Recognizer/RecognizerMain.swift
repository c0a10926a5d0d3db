import FoundationEssentials
import LambdaRuntime

@main
enum RecognizerMain {
    static func main() {
        LambdaRuntime.run {
            try await RecognizerHandler(environment: ProcessInfo.processInfo.environment)
        }
    }
}
