@main
enum RecognizerMain {
    static func main() {}
}
