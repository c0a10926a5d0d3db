internal import ArgumentParser
internal import CDlibModels
internal import CFaceEmbedding
internal import FoundationEssentials

/// Writes the models in the forms that the Recognizer loads fastest.
@main
struct ModelConverterMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ModelConverter",
        abstract: "Writes face_detector.dat, face_landmarks.trees and face_embedder.weights.",
        discussion: "dlib's published models must be in the folder.")

    @Argument(help: "The folder of the models.")
    var folder: String

    @Flag(help: "Store the network's weights exactly, in twice the size.")
    var float32 = false

    func run() throws {
        try writeDetector(folder + "/face_detector.dat")
        try writeLandmarks(
            folder + "/shape_predictor_5_face_landmarks.dat", as: folder + "/face_landmarks.trees")
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
    private func writeLandmarks(_ source: String, as path: String) throws {
        var message = ErrorText()
        guard CDlibModels_writeLandmarks(source, path, &message.text) == 0 else {
            throw ConversionError(path: source, reason: message.words)
        }
    }
}
