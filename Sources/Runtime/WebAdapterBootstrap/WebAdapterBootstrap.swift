import LambdaWebAdapter

/// A function's `bootstrap` that is an HTTP server's: starts the program that its arguments, or the function's handler
/// setting, name.
@main
enum WebAdapterBootstrap {
    static func main() {
        WebAdapter.run(Array(CommandLine.arguments.dropFirst()))
    }
}
