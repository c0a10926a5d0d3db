internal import ArgumentParser
internal import CDlibModels

/// Writes the models in the forms that the Recognizer loads fastest.
@main
struct ModelConverterMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ModelConverter",
        abstract: "Writes face_detector.dat beside dlib's published models.")

    @Argument(help: "The folder of the models.")
    var folder: String

    func run() throws {
        var message = [CChar](repeating: 0, count: Int(CDlibModelsErrorCapacity))
        guard CDlibModels_writeDetector(folder + "/face_detector.dat", &message) == 0 else {
            let reason = String(
                decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw ValidationError("Cannot write \(folder)/face_detector.dat: \(reason)")
        }
    }
}
