import AWSClients
import FaceRecognition
import Pipeline
import PipelineServices

/// The gallery in memory, and how old it is.
actor GalleryCache {
    private let table: StudentTable
    private let clock = ContinuousClock()
    private var loadedAt: ContinuousClock.Instant
    private var contents: Result<Gallery, AWSError>

    /// How long a gallery is used before the table is read again.
    private static let lifetime = Duration.seconds(60)

    /// Reads the table. Where that fails, the function starts all the same: each clip then asks again, and says in its
    /// result what is wrong.
    init(table: StudentTable) async {
        self.table = table
        loadedAt = clock.now
        contents = await Self.read(table)
    }

    /// The gallery; read now if it could not be read so far.
    func gallery() async throws(AWSError) -> Gallery {
        if case .failure = contents { contents = await Self.read(table) }
        return try contents.get()
    }

    /// Takes a person's embeddings over from an enrolment.
    func update(_ student: Student) {
        guard case .success(var gallery) = contents else { return }
        gallery.set(student)
        contents = .success(gallery)
    }

    /// Reads the table again if the gallery is old, or if it is known to be wrong.
    ///
    /// - Throws: `AWSError`; the gallery is then as before.
    func refresh(force: Bool = false) async throws(AWSError) {
        guard force || clock.now - loadedAt > Self.lifetime else { return }
        // Set first: other invocations of this environment shall not read the table at the same time.
        loadedAt = clock.now
        contents = .success(try await Self.read(table).get())
    }

    private static func read(_ table: StudentTable) async -> Result<Gallery, AWSError> {
        do throws(AWSError) {
            var gallery = Gallery()
            for student in try await table.students() { gallery.set(student) }
            return .success(gallery)
        } catch {
            return .failure(error)
        }
    }
}

extension Gallery {
    fileprivate mutating func set(_ student: Student) {
        set(student.name, embeddings: student.embeddings.compactMap(Embedding.init(normalizing:)))
    }
}
