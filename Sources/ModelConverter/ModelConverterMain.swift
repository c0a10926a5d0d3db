internal import ArgumentParser
internal import CDlibModels
internal import CFaceEmbedding
internal import FoundationEssentials

/// Writes the models in the forms that the Recognizer loads fastest.
@main
struct ModelConverterMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ModelConverter",
        abstract: "Writes face_detector.dat and face_embedder.weights beside dlib's published models.")

    @Argument(help: "The folder of the models.")
    var folder: String

    @Flag(help: "Store the network's weights exactly, in twice the size.")
    var float32 = false

    func run() throws {
        try writeDetector(folder + "/face_detector.dat")
        let weights = try EmbedderWeights(
            network: folder + "/dlib_face_recognition_resnet_model_v1.dat",
            type: float32 ? .float32 : .float16)
        try weights.data.write(to: URL(filePath: folder + "/face_embedder.weights"), options: .atomic)
    }

    private func writeDetector(_ path: String) throws {
        var message = ErrorText()
        guard CDlibModels_writeDetector(path, &message.text) == 0 else {
            throw ConversionError(path: path, reason: message.words)
        }
    }
}
