import CFaceEmbedding
import Foundation
import Testing

/// Files that are not what they should be.
@Suite struct WeightFileTests {
    static let bytes = WeightFile.bytes(CFaceWeightType.float16)
    static let headerSize = 64

    @Test func aWholeFileOpens() throws {
        #expect(try WeightFile(Self.bytes).status() == CFaceStatus.OK)
        #expect(try WeightFile(WeightFile.bytes(CFaceWeightType.float32)).status() == CFaceStatus.OK)
    }

    @Test(arguments: [8, 63, 64, 65, 1000, 11_000_000])
    func aTruncatedFileIsRefused(length: Int) throws {
        #expect(try WeightFile(Self.bytes.prefix(length)).status() == CFaceStatus.truncated)
    }

    @Test func aFileWithSomethingBehindItIsRefused() throws {
        #expect(try WeightFile(Self.bytes + [0]).status() == CFaceStatus.truncated)
    }

    @Test func anythingElseIsForeign() throws {
        #expect(try WeightFile([]).status() == CFaceStatus.foreign)
        #expect(try WeightFile(Self.bytes.prefix(7)).status() == CFaceStatus.foreign)
        #expect(try WeightFile([UInt8](repeating: 0, count: 100_000)).status() == CFaceStatus.foreign)
        #expect(try WeightFile(Array("not the weights of a network".utf8)).status() == CFaceStatus.foreign)
    }

    @Test func aFileThatIsNotThereIsUnreadable() {
        var network: OpaquePointer?
        #expect(CFaceNetwork_open("/nowhere/face.weights", &network) == CFaceStatus.unreadable)
        #expect(errno == ENOENT)
        #expect(network == nil)
        // A folder opens, but cannot be mapped.
        #expect(CFaceNetwork_open("/", &network) == CFaceStatus.unreadable)
    }

    @Test func everyDamagedByteOfTheHeaderIsFound() throws {
        let file = try WeightFile(Self.bytes)
        for place in 8..<Self.headerSize {
            var damaged = Self.bytes[..<Self.headerSize]
            damaged[place] ^= 0x10
            try file.replaceHeader(damaged)
            #expect(file.status() == CFaceStatus.corrupt, "byte \(place)")
        }
    }

    /// Another version, an unknown type of weights, a network of other layers: with a right checksum.
    @Test(arguments: [8, 12, 24])
    func anotherFormatIsIncompatible(place: Int) throws {
        var other = Self.bytes
        other[place] &+= 7
        var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in other[..<56] { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for index in 0..<8 { other[56 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
        #expect(try WeightFile(other).status() == CFaceStatus.incompatible)
    }

    @Test func weightsThatTheTypeCannotHoldAreRefused() {
        let shape = CFaceLayer_shape(0)
        let count = Int(shape.inputs * shape.outputs * shape.side * shape.side)
        for (type, weight) in [
            (CFaceWeightType.float16, 70_000), (.float32, Float.infinity), (.float32, .nan),
        ] {
            let file = UnsafeMutableRawPointer.allocate(byteCount: CFaceWeights_fileSize(type), alignment: 64)
            defer { file.deallocate() }
            CFaceWeights_begin(type, file)
            var filters = [Float](repeating: 1, count: count)
            #expect(CFaceWeights_putLayer(type, file, 0, filters, nil))
            filters[count - 1] = weight
            #expect(!CFaceWeights_putLayer(type, file, 0, filters, nil))
        }
    }

    @Test func layersBeyondTheNetworkHaveNoShape() {
        #expect(CFaceLayer_shape(-1).outputs == 0)
        #expect(CFaceLayer_shape(Int32(CFaceLayerCount)).outputs == 0)
    }
}
