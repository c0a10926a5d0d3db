import AWSClients
import LambdaRuntime
import RollcallFunction
import RollcallServices

@main
enum RecognizerMain {
    static func main() {
        ClipMemory.keep()
        // Now, since the process has one thread yet. A zone that there is not is told when the function starts.
        (try? FunctionVariables(ProcessEnvironment.variables).timeZone())?.use()
        LambdaRuntime.run {
            try await RecognizerHandler(environment: ProcessEnvironment.variables)
        }
    }
}
