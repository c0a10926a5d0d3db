/// A ZIP archive whose files are stored as they are, without compression: JPEGs do not get smaller (PKWARE's APPNOTE
/// 6.3.10, without ZIP64, encryption or comments).
package enum StoredZip {
    /// A file of an archive.
    package struct File: Hashable, Sendable {
        /// The name, with slashes between folders.
        package var name: String
        /// What is in it.
        package var bytes: [UInt8]

        /// A file.
        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Why bytes are no archive that can be read.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        /// The directory at the end is missing or cut off.
        case noDirectory
        /// A file is compressed, encrypted, or not where the directory says.
        case unreadable(name: String)
        /// A file is not what it was when it was stored.
        case damaged(name: String)

        package var description: String {
            switch self {
            case .noDirectory: "it is no ZIP archive, or is cut off"
            case .unreadable(let name):
                "\(name) in it is not stored as it is, or not where the directory says"
            case .damaged(let name): "\(name) in it is damaged"
            }
        }
    }

    private static let localSignature: UInt32 = 0x0403_4b50
    private static let entrySignature: UInt32 = 0x0201_4b50
    private static let endSignature: UInt32 = 0x0605_4b50
    private static let localLength = 30
    private static let entryLength = 46
    private static let endLength = 22
    /// Names are UTF-8.
    private static let flags: UInt16 = 0x0800
    /// The first of January 1980, so that the same files are the same archive.
    private static let date: UInt16 = 0x0021

    /// The archive of some files.
    ///
    /// - Returns: nil for what takes ZIP64: more than 65,535 files or 4 GiB.
    package static func archive(of files: [File]) -> [UInt8]? {
        guard let count = UInt16(exactly: files.count) else { return nil }
        var archive: [UInt8] = []
        archive.reserveCapacity(files.reduce(endLength) { $0 + $1.bytes.count + 2 * $1.name.utf8.count + 76 })
        var directory: [UInt8] = []
        for file in files {
            guard let size = UInt32(exactly: file.bytes.count), let offset = UInt32(exactly: archive.count),
                let nameLength = UInt16(exactly: file.name.utf8.count)
            else { return nil }
            var facts: [UInt8] = []
            facts.append(flags)
            facts.append(UInt16(0))
            facts.append(UInt16(0))
            facts.append(date)
            facts.append(CRC32.checksum(of: file.bytes))
            facts.append(size)
            facts.append(size)
            facts.append(nameLength)
            facts.append(UInt16(0))
            archive.append(localSignature)
            archive.append(UInt16(20))
            archive += facts
            archive += file.name.utf8
            archive += file.bytes
            directory.append(entrySignature)
            directory.append(UInt16(20))
            directory.append(UInt16(20))
            directory += facts
            directory += [UInt8](repeating: 0, count: 10)
            directory.append(offset)
            directory += file.name.utf8
        }
        guard let start = UInt32(exactly: archive.count), let length = UInt32(exactly: directory.count) else {
            return nil
        }
        archive += directory
        archive.append(endSignature)
        archive.append(UInt32(0))
        archive.append(count)
        archive.append(count)
        archive.append(length)
        archive.append(start)
        archive.append(UInt16(0))
        return archive
    }

    /// The files of an archive, in the order of its directory.
    package static func files(in archive: [UInt8]) throws(Fault) -> [File] {
        guard archive.count >= endLength else { throw .noDirectory }
        let end = archive.count - endLength
        guard archive.number32(at: end) == endSignature, let count = archive.number16(at: end + 10),
            let length = archive.number32(at: end + 12), let start = archive.number32(at: end + 16),
            Int(start) + Int(length) == end
        else { throw .noDirectory }
        var files: [File] = []
        var position = Int(start)
        for _ in 0..<count {
            guard position + entryLength <= end, archive.number32(at: position) == entrySignature,
                let method = archive.number16(at: position + 10),
                let flags = archive.number16(at: position + 8),
                let checksum = archive.number32(at: position + 16),
                let size = archive.number32(at: position + 24),
                let nameLength = archive.number16(at: position + 28),
                let extraLength = archive.number16(at: position + 30),
                let commentLength = archive.number16(at: position + 32),
                let offset = archive.number32(at: position + 42)
            else { throw .noDirectory }
            let nameStart = position + entryLength
            let next = nameStart + Int(nameLength) + Int(extraLength) + Int(commentLength)
            guard next <= end else { throw .noDirectory }
            let name = String(decoding: archive[nameStart..<nameStart + Int(nameLength)], as: UTF8.self)
            let isPlain = method == 0 && flags & 1 == 0
            guard isPlain,
                let content = content(at: Int(offset), size: Int(size), in: archive, before: Int(start))
            else {
                throw .unreadable(name: name)
            }
            guard CRC32.checksum(of: content) == checksum else { throw .damaged(name: name) }
            files.append(File(name: name, bytes: Array(content)))
            position = next
        }
        return files
    }

    /// The bytes of a file whose local header begins at an offset; nil if they do not lie before the directory.
    private static func content(
        at offset: Int, size: Int, in archive: [UInt8], before end: Int
    ) -> ArraySlice<UInt8>? {
        guard offset + localLength <= end, archive.number32(at: offset) == localSignature,
            let nameLength = archive.number16(at: offset + 26),
            let extraLength = archive.number16(at: offset + 28)
        else { return nil }
        let start = offset + localLength + Int(nameLength) + Int(extraLength)
        guard start + size <= end else { return nil }
        return archive[start..<start + size]
    }
}

// Numbers are little-endian.
extension [UInt8] {
    fileprivate mutating func append(_ number: UInt16) {
        append(UInt8(truncatingIfNeeded: number))
        append(UInt8(truncatingIfNeeded: number >> 8))
    }

    fileprivate mutating func append(_ number: UInt32) {
        append(UInt16(truncatingIfNeeded: number))
        append(UInt16(truncatingIfNeeded: number >> 16))
    }

    fileprivate func number16(at index: Int) -> UInt16? {
        guard index >= 0, index + 2 <= count else { return nil }
        return UInt16(self[index]) | UInt16(self[index + 1]) << 8
    }

    fileprivate func number32(at index: Int) -> UInt32? {
        guard let low = number16(at: index), let high = number16(at: index + 2) else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }
}
