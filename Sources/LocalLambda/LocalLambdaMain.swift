@main
enum LocalLambdaMain {
    static func main() {}
}
