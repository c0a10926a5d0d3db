@main
enum PiClientMain {
    static func main() {}
}
