internal import CFaceEmbedding
internal import Glibc

/// An open weight file and the memory that embeddings are computed in.
struct FaceEngine: ~Copyable {
    private let network: OpaquePointer
    private let workspace: OpaquePointer
    private let instructionSet = CFaceInstructionSet_best()

    init(path: String) throws(ModelError) {
        var opened: OpaquePointer?
        let status = CFaceNetwork_open(path, &opened)
        let systemError = errno
        guard let opened else {
            throw .cannotLoad(path: path, reason: Self.reason(status, systemError: systemError))
        }
        guard let workspace = CFaceWorkspace_create() else {
            CFaceNetwork_close(opened)
            throw .cannotLoad(path: path, reason: "there is no memory left")
        }
        network = opened
        self.workspace = workspace
    }

    deinit {
        CFaceWorkspace_destroy(workspace)
        CFaceNetwork_close(network)
    }

    /// The embedding, not normalised, of an aligned face of `CFaceChipBytes` bytes.
    func components(of pixels: [UInt8]) -> [Float] {
        [Float](unsafeUninitializedCapacity: Int(CFaceEmbeddingLength)) { components, count in
            guard let start = components.baseAddress else { return }
            CFaceNetwork_embed(network, workspace, instructionSet, pixels, start)
            count = components.count
        }
    }

    private static func reason(_ status: CFaceStatus, systemError: Int32) -> String {
        switch status {
        case .OK, .unreadable: String(cString: strerror(systemError))
        case .foreign: "it is not a weight file"
        case .incompatible: "it is of another version of Rollcall"
        case .truncated: "it is cut short"
        case .corrupt: "its header is damaged"
        }
    }
}
