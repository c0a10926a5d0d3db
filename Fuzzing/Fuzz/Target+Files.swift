import CNeuralNetwork
import FaceMatching
import Glibc

extension Target {
    /// A gallery that was read is written with the same people. (A counterexample that is no unit vector becomes one.)
    static func readGallery(_ input: [UInt8]) {
        guard let gallery = Gallery(snapshot: input) else { return }
        let snapshot = gallery.snapshot()
        let again = Gallery(snapshot: snapshot)
        require(again?.names == gallery.names, "not the same people again")
        require(again?.snapshot().count == snapshot.count, "not the same size again")
    }

    /// A model that is taken computes something of a picture, or says why not.
    static func runModel(_ input: [UInt8]) {
        withFile(withChecksum(input)) { path in
            var error = [CChar](repeating: 0, count: Int(CNetworkErrorCapacity))
            guard let network = CNetwork_open(path, &error) else {
                return require(error[0] != 0, "an error without words")
            }
            defer { CNetwork_close(network) }
            guard let workspace = CNetworkWorkspace_create(network) else { return }
            defer { CNetworkWorkspace_destroy(workspace) }
            let description = CNetwork_description(network)
            let rows = description.rows > 0 ? description.rows : 24
            let columns = description.columns > 0 ? description.columns : 20
            guard Int(rows) * Int(columns) <= 1 << 12 else { return }
            let pixels = [UInt8](repeating: 200, count: Int(rows * columns) * 3)
            let isDone = pixels.withUnsafeBufferPointer { pixels in
                pixels.baseAddress.map { start in
                    let picture = CNetworkPicture(
                        pixels: start, rows: rows, columns: columns, rowStride: Int(columns) * 3)
                    return CNetwork_run(network, workspace, CInstructionSet_best(), picture, &error)
                } ?? false
            }
            guard isDone else { return require(error[0] != 0, "an error without words") }
            for index in 0..<CNetwork_outputCount(network) {
                readLast(of: CNetworkWorkspace_output(workspace, index))
            }
        }
    }

    /// Not optimized: a value of which nothing is made would not be read.
    @_optimize(none)
    private static func readLast(of output: CNetworkOutput) {
        let row = Int(output.rows - 1) * output.rowStride
        _ = output.values[row + Int(output.columns - 1) * output.pixelStride + Int(output.channels) - 1]
    }

    /// The file with its size, and the checksum of its header and layers (ModelFile.h), which a fuzzer does not guess.
    private static func withChecksum(_ input: [UInt8]) -> [UInt8] {
        guard input.count >= 512 else { return input }
        var file = input
        for index in 0..<8 { file[16 + index] = UInt8(truncatingIfNeeded: input.count >> (8 * index)) }
        let layers = file[32..<36].reversed().reduce(0) { $0 << 8 | Int($1) }
        let end = min(file.count, 512 + 64 * min(layers, 512))
        for index in 24..<32 { file[index] = 0 }
        let sum = file[..<end].reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        for index in 0..<8 { file[24 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        return file
    }

    /// Lends a file of these bytes.
    static func withFile(_ bytes: [UInt8], _ body: (String) -> Void) {
        var path = Array("/tmp/rollcall-fuzz-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { return }
        defer {
            unlink(path)
            close(file)
        }
        guard write(file, bytes, bytes.count) == bytes.count else { return }
        body("/proc/self/fd/\(file)")
    }
}
