import FoundationEssentials
import Glibc

/// The notices that a receiver was not told of yet: on disk, so that they outlive the process, and no more than a
/// bound, for which the oldest make room.
actor NoticeOutbox {
    private let folder: String
    private let capacity: Int
    /// Numbers of the files, in order.
    private var numbers: [Int]
    nonisolated let changes = Changes()

    /// - Throws: `SystemCallError` if the folder cannot be made.
    init(folder: String, capacity: Int = 1000) throws(SystemCallError) {
        self.folder = folder
        self.capacity = max(1, capacity)
        try OutputFile.makeFolder(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        numbers = names.compactMap { name in
            name.hasSuffix(".json") ? Int(name.dropLast(".json".count)) : nil
        }.sorted()
    }

    var count: Int { numbers.count }

    /// Keeps a notice.
    ///
    /// - Throws: `SystemCallError` if it cannot be written.
    func put(_ notice: Notice) throws(SystemCallError) {
        let number = (numbers.last ?? 0) &+ 1
        guard let data = try? JSONEncoder().encode(notice) else { return }
        while numbers.count >= capacity { remove(numbers[0]) }
        try OutputFile.write(Array(data), to: path(number), isPrivate: true)
        numbers.append(number)
        changes.note()
    }

    /// The oldest notice. What cannot be read is passed over and forgotten.
    func first() -> (number: Int, notice: Notice)? {
        while let number = numbers.first {
            if let data = try? Data(contentsOf: URL(filePath: path(number))),
                let notice = try? JSONDecoder().decode(Notice.self, from: data)
            {
                return (number, notice)
            }
            remove(number)
        }
        return nil
    }

    /// Forgets a notice.
    func remove(_ number: Int) {
        numbers.removeAll { $0 == number }
        unlink(path(number))
    }

    private func path(_ number: Int) -> String { "\(folder)/\(number).json" }
}
