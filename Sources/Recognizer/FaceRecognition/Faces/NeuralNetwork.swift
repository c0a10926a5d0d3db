internal import CNeuralNetwork

/// An open model, and the memory that it works in.
struct NeuralNetwork: ~Copyable {
    let description: ModelDescription
    private let network: OpaquePointer
    private let workspace: OpaquePointer
    private let instructionSet = CInstructionSet_best()

    init(path: String) throws(ModelError) {
        var error = ErrorText()
        guard let opened = CNetwork_open(path, &error.text) else {
            throw .cannotLoad(path: path, reason: error.words)
        }
        guard let workspace = CNetworkWorkspace_create(opened) else {
            CNetwork_close(opened)
            throw .cannotLoad(path: path, reason: "there is no memory left")
        }
        network = opened
        self.workspace = workspace
        description = ModelDescription(CNetwork_description(opened))
    }

    deinit {
        CNetworkWorkspace_destroy(workspace)
        CNetwork_close(network)
    }

    /// Computes the outputs of an RGB picture and lends them.
    func run<Result>(
        _ picture: Picture, step: String, _ body: ([CNetworkOutput]) throws(ModelError) -> Result
    ) throws(ModelError) -> Result {
        var error = ErrorText()
        guard picture.format == .rgb else { throw .failed(step: step, reason: "it takes an RGB picture") }
        let succeeded = picture.withNetworkPicture {
            CNetwork_run(network, workspace, instructionSet, $0, &error.text)
        }
        guard succeeded else { throw .failed(step: step, reason: error.words) }
        return try body(
            (0..<CNetwork_outputCount(network)).map { CNetworkWorkspace_output(workspace, $0) })
    }
}

/// Room for the text of an error.
private struct ErrorText {
    var text = [CChar](repeating: 0, count: Int(CNetworkErrorCapacity))

    var words: String {
        String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension Picture {
    /// Lends the pixels of an RGB picture.
    func withNetworkPicture<Result>(_ body: (CNetworkPicture) -> Result) -> Result {
        pixels.withUnsafeBufferPointer { buffer in
            withUnsafePointer(to: UInt8(0)) { nothing in
                body(
                    CNetworkPicture(
                        pixels: buffer.baseAddress ?? nothing, rows: Int32(clamping: height),
                        columns: Int32(clamping: width), rowStride: width * format.bytes))
            }
        }
    }
}
