import CNeuralNetwork
import FaceTestSupport
import Foundation
import TestSupport
import Testing

/// Our networks beside onnxruntime's.
@Suite(.enabled(if: NetworkReference.interpreter != nil, Comment(rawValue: NetworkReference.missing)))
struct NetworkTests {
    static let instructionSets = [CInstructionSet.baseline, .AVX2, .AVX512].filter(
        CInstructionSet_isSupported)

    /// The outputs for which another share holds. CenterFace's sums are long: in float32 the sizes (538), the
    /// places (539) and the points (540) of its boxes differ by up to 1.5e-5 from one order of summing to another.
    private static let exceptions: [String: Float] = [
        "float32, CenterFace 538": 2e-5, "float32, CenterFace 539": 2e-5, "float32, CenterFace 540": 2e-5,
    ]

    /// The greatest difference, as a share of the range of the published network's output in that picture.
    @Test(arguments: instructionSets, [("float32", 1e-5 as Float), ("float16", 1e-3)])
    func outputsAreOnnxruntimes(
        instructionSet: CInstructionSet, weights: (form: String, tolerance: Float)
    ) async throws {
        let reference = try await NetworkReference.shared.value
        var greatest: [String: Float] = [:]
        var networks: [String: Network] = [:]
        for item in reference.cases {
            guard let model = item.models[weights.form] else { continue }
            let network = try networks[model] ?? Network(reference.path(model))
            networks[model] = network
            let outputs = try network.outputs(
                of: try reference.bytes(item.picture), rows: item.rows, columns: item.columns, instructionSet)
            #expect(outputs.count == item.outputs.count)
            for (output, expected) in zip(outputs, item.outputs) {
                #expect(output.rows == expected.rows)
                #expect(output.columns == expected.columns)
                #expect(output.channels == expected.channels)
                let values = try reference.floats(expected.file)
                try #require(output.values.count == values.count)
                let channelCount = expected.parts.map(\.channels).reduce(0, +)
                try #require(channelCount == expected.channels)
                var first = 0
                for part in expected.parts {
                    let channels = first..<first + part.channels
                    first = channels.upperBound
                    let difference = Self.difference(
                        Self.values(output.values, channels, of: expected.channels),
                        Self.values(values, channels, of: expected.channels))
                    let name = part.name.isEmpty ? item.network : "\(item.network) \(part.name)"
                    greatest[name] = max(greatest[name] ?? 0, difference)
                }
            }
        }
        #expect(!greatest.isEmpty)
        for (name, difference) in greatest.sorted(by: { $0.key < $1.key }) {
            let output = "\(weights.form), \(name)"
            print("\(String(cString: CInstructionSet_name(instructionSet))), \(output): \(difference)")
            #expect(difference <= Self.exceptions[output] ?? weights.tolerance, "\(output)")
        }
    }

    /// Some channels of every pixel.
    private static func values(_ map: [Float], _ channels: Range<Int>, of count: Int) -> [Float] {
        stride(from: 0, to: map.count, by: count).flatMap { pixel in
            map[pixel + channels.lowerBound..<pixel + channels.upperBound]
        }
    }

    /// What is less is nothing: onnxruntime's own sigmoid is off by 1.4e-7, and where there is no face, all scores
    /// of a picture lie within some hundred thousandths.
    private static let rounding: Float = 3e-7

    private static func difference(_ one: [Float], _ other: [Float]) -> Float {
        var greatest: Float = 0
        for (left, right) in zip(one, other) {
            let difference = abs(left - right)
            // So that a NaN is not smaller than anything.
            greatest = difference <= greatest ? greatest : difference
        }
        guard !greatest.isNaN else { return .infinity }
        let range = (other.max() ?? 0) - (other.min() ?? 0)
        return greatest <= rounding ? 0 : greatest / max(range, .leastNormalMagnitude)
    }

    /// What one picture leaves in memory does not reach the next, whatever their sizes.
    @Test func thePictureBeforeMakesNoDifference() async throws {
        let reference = try await NetworkReference.shared.value
        for name in Set(reference.cases.map(\.network)) {
            let cases = reference.cases.filter { $0.network == name }
            let model = reference.path(try #require(cases.first?.models["float32"]))
            let kept = try Network(model)
            for item in cases + cases.reversed() {
                let bytes = try reference.bytes(item.picture)
                let set = CInstructionSet_best()
                let one = try kept.outputs(of: bytes, rows: item.rows, columns: item.columns, set)
                let other = try Network(model).outputs(of: bytes, rows: item.rows, columns: item.columns, set)
                #expect(one.map(\.values) == other.map(\.values))
            }
        }
    }

    /// What the converter does not know, or only in another place, is refused and named, never converted wrongly.
    @Test func aLayerThatIsNotKnownIsNamed() async throws {
        let refusals = try await NetworkReference.shared.value.refusals
        #expect(!refusals.isEmpty)
        for refusal in refusals {
            #expect(refusal.words.hasPrefix(refusal.layer), "\(refusal.network): \(refusal.words)")
        }
    }

    @Test func theBestInstructionSetIsSupported() {
        #expect(CInstructionSet_isSupported(CInstructionSet_best()))
        #expect(CInstructionSet_best() == Self.instructionSets.last)
    }

    /// Sizes that no network takes, and those that one for faces does not.
    @Test func aPictureOfAWrongSizeIsRefused() async throws {
        let reference = try await NetworkReference.shared.value
        let item = try #require(
            reference.cases.first { $0.network.hasPrefix("dlib") } ?? reference.cases.first)
        let network = try Network(reference.path(try #require(item.models["float32"])))
        for (rows, columns) in [(0, 8), (8, 0), (-1, 8), (4097, 8), (8, 4097)] {
            #expect(throws: Network.Failure.self) {
                try network.outputs(of: [0], rows: rows, columns: columns, .baseline)
            }
        }
    }

    // MARK: Files

    /// A file that is cut, or damaged anywhere, is refused or used without a crash.
    @Test func damagedFiles() async throws {
        let reference = try await NetworkReference.shared.value
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "damaged.model")
        for name in ["convolutions-0", "transposed", "doubling", "dense"] {
            let item = try #require(reference.cases.first { $0.network == name })
            let whole = try reference.bytes(try #require(item.models["float16"]))
            let picture = try reference.bytes(item.picture)
            for length in [0, 1, 7, 8, 511, 512, 575, 576, whole.count / 2, whole.count - 1] {
                try Data(whole.prefix(length)).write(to: path)
                #expect(throws: Network.Failure.self) { try Network(path.path) }
            }
            try Data(whole + [0]).write(to: path)
            #expect(throws: Network.Failure.self) { try Network(path.path) }

            var random = SeededGenerator(seed: 5)
            let headerSize = min(whole.count, 512 + 64 * 12)
            for _ in 0..<600 {
                var damaged = whole
                let index = Int(random.next() % UInt64(headerSize))
                damaged[index] =
                    [0, 1, 0x7f, 0xff, UInt8(truncatingIfNeeded: random.next())][
                        Int(random.next() % 5)]
                // With a right checksum, so that every number is checked by itself.
                if random.next() % 8 != 0 { ModelBytes.setChecksum(of: &damaged) }
                try Data(damaged).write(to: path)
                if let network = try? Network(path.path) {
                    _ = try? network.outputs(
                        of: picture, rows: item.rows, columns: item.columns, CInstructionSet_best())
                }
            }
        }
    }

    @Test func aFileThatIsNotThereIsNamedByTheSystem() {
        #expect {
            try Network("/nowhere/face.model")
        } throws: {
            ($0 as? Network.Failure)?.words == "No such file or directory"
        }
        // A folder opens, but cannot be mapped.
        #expect(throws: Network.Failure.self) { try Network("/") }
    }
}

/// An open network.
private final class Network {
    struct Failure: Error {
        let words: String
    }

    struct Output {
        let rows, columns, channels: Int
        let values: [Float]
    }

    private let network: OpaquePointer
    private let workspace: OpaquePointer

    init(_ path: String) throws {
        var error = [CChar](repeating: 0, count: Int(CNetworkErrorCapacity))
        guard let opened = CNetwork_open(path, &error) else { throw Failure(words: Self.words(error)) }
        network = opened
        workspace = try #require(CNetworkWorkspace_create(opened))
    }

    deinit {
        CNetworkWorkspace_destroy(workspace)
        CNetwork_close(network)
    }

    func outputs(
        of picture: [UInt8], rows: Int, columns: Int, _ instructionSet: CInstructionSet
    ) throws -> [Output] {
        var error = [CChar](repeating: 0, count: Int(CNetworkErrorCapacity))
        let succeeded = picture.withUnsafeBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return false }
            return CNetwork_run(
                network, workspace, instructionSet,
                CNetworkPicture(
                    pixels: start, rows: Int32(rows), columns: Int32(columns), rowStride: columns * 3), &error
            )
        }
        guard succeeded else { throw Failure(words: Self.words(error)) }
        return (0..<CNetwork_outputCount(network)).map { index in
            let output = CNetworkWorkspace_output(workspace, index)
            var values: [Float] = []
            for row in 0..<Int(output.rows) {
                for column in 0..<Int(output.columns) {
                    let pixel = output.values + row * output.rowStride + column * output.pixelStride
                    values += UnsafeBufferPointer(start: pixel, count: Int(output.channels))
                }
            }
            return Output(
                rows: Int(output.rows), columns: Int(output.columns), channels: Int(output.channels),
                values: values)
        }
    }

    private static func words(_ error: [CChar]) -> String {
        String(decoding: error.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
