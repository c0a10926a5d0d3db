/// A model's file, changed: see ModelFile.h.
public enum ModelBytes {
    /// The file with another name for the model, and a right checksum.
    public static func renamed(_ file: [UInt8], to name: String) -> [UInt8] {
        var renamed = file
        let place = 164..<228
        let utf8 = Array(name.utf8.prefix(place.count - 1))
        renamed.replaceSubrange(place, with: utf8 + [UInt8](repeating: 0, count: place.count - utf8.count))
        setChecksum(of: &renamed)
        return renamed
    }

    /// FNV-1a, 64 bits, of the header with zero in the checksum's place, and the layers.
    public static func setChecksum(of file: inout [UInt8]) {
        let place = 24..<32
        let layers = file[32..<36].reversed().reduce(0) { $0 << 8 | Int($1) }
        let end = min(file.count, 512 + 64 * min(layers, 1 << 20))
        file.replaceSubrange(place, with: [UInt8](repeating: 0, count: 8))
        var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in file[..<end] { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for index in 0..<8 {
            file[place.lowerBound + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index))
        }
    }
}
