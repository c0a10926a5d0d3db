import CFaceEmbedding
import TestSupport
import Testing

/// Our network beside dlib's.
@Suite(.enabled(if: Repository.models != nil, Comment(rawValue: DlibReference.missing)))
struct EmbeddingTests {
    static let instructionSets = [CFaceInstructionSet.baseline, .AVX2, .AVX512]
        .filter(CFaceInstructionSet_isSupported)

    @Test(arguments: instructionSets, [(CFaceWeightType.float32, Float(1e-5)), (.float16, 1e-3)])
    func embeddingsAreDlibs(
        instructionSet: CFaceInstructionSet, weights: (type: CFaceWeightType, tolerance: Float)
    )
        throws
    {
        let reference = try DlibReference.shared.get()
        if !reference.hasFaces { print("Without faces: \(Repository.sharedMissing)") }
        let engine = try Engine(reference.weights[weights.type], instructionSet)
        var greatest: Float = 0
        for (chip, expected) in zip(reference.chips, reference.embeddings) {
            let embedding = engine.embed(chip)
            for (component, other) in zip(embedding, expected) {
                let difference = abs(component - other)
                // So that a NaN is not smaller than anything.
                greatest = difference <= greatest ? greatest : difference
            }
        }
        print("\(engine.name): at most \(greatest) from dlib in \(reference.chips.count) chips")
        #expect(greatest <= weights.tolerance)
    }

    /// What one face leaves in memory does not reach the next.
    @Test(arguments: instructionSets)
    func theSameFaceHasTheSameEmbedding(instructionSet: CFaceInstructionSet) throws {
        let reference = try DlibReference.shared.get()
        let engine = try Engine(reference.weights[.float16], instructionSet)
        let first = engine.embed(reference.chips[2])
        let other = engine.embed(reference.chips[1])
        #expect(first != other)
        #expect(engine.embed(reference.chips[2]) == first)
        let another = try Engine(reference.weights[.float16], instructionSet)
        #expect(another.embed(reference.chips[2]) == first)
    }

    @Test func theBestInstructionSetIsSupported() {
        #expect(CFaceInstructionSet_isSupported(CFaceInstructionSet_best()))
        #expect(CFaceInstructionSet_best() == Self.instructionSets.last)
    }
}

/// An open weight file with an instruction set.
private final class Engine {
    private let network: OpaquePointer
    private let workspace: OpaquePointer
    private let instructionSet: CFaceInstructionSet

    init(_ file: WeightFile?, _ instructionSet: CFaceInstructionSet) throws {
        var opened: OpaquePointer?
        let status = CFaceNetwork_open(try #require(file).path, &opened)
        #expect(status == CFaceStatus.OK)
        network = try #require(opened)
        workspace = try #require(CFaceWorkspace_create())
        self.instructionSet = instructionSet
    }

    deinit {
        CFaceWorkspace_destroy(workspace)
        CFaceNetwork_close(network)
    }

    var name: String {
        let type = CFaceNetwork_weightType(network) == CFaceWeightType.float16 ? "float16" : "float32"
        return "\(String(cString: CFaceInstructionSet_name(instructionSet))), \(type)"
    }

    func embed(_ chip: [UInt8]) -> [Float] {
        var embedding = [Float](repeating: 0, count: Int(CFaceEmbeddingLength))
        CFaceNetwork_embed(network, workspace, instructionSet, chip, &embedding)
        return embedding
    }
}
