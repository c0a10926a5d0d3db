@main
enum ExtractorMain {
    static func main() {}
}
