/// Reads a gallery's snapshot from the front; nil where the bytes end too early.
struct SnapshotReader {
    let bytes: [UInt8]
    var offset: Int

    var isAtEnd: Bool { offset == bytes.count }

    mutating func count() -> Int? {
        take(4).map { part in part.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    mutating func text(_ length: Int) -> String? {
        take(length).flatMap { String(validating: $0, as: UTF8.self) }
    }

    mutating func vector(_ length: Int) -> [FixedPoint]? {
        take(length * 2).map { part in
            part.withUnsafeBytes { buffer in
                (0..<length).map {
                    FixedPoint(
                        littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 2, as: FixedPoint.self))
                }
            }
        }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - offset else { return nil }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }
}

extension [UInt8] {
    mutating func append(_ number: UInt32) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    mutating func append(_ vector: ArraySlice<FixedPoint>) {
        for component in vector {
            Swift.withUnsafeBytes(of: component.littleEndian) { append(contentsOf: $0) }
        }
    }
}
