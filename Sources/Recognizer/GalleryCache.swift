import FaceRecognition
import Pipeline
import PipelineServices

/// The gallery in memory, and how old it is.
actor GalleryCache {
    private let table: StudentTable
    private let clock = ContinuousClock()
    private var loadedAt: ContinuousClock.Instant
    private(set) var gallery: Gallery

    /// How long a gallery is used before the table is read again.
    private static let lifetime = Duration.seconds(60)

    /// Reads the table.
    ///
    /// - Throws: `AWSError`.
    init(table: StudentTable) async throws {
        self.table = table
        loadedAt = clock.now
        gallery = Self.gallery(of: try await table.students())
    }

    /// Takes a person's embeddings over from an enrolment.
    func update(_ student: Student) {
        gallery.set(student.name, embeddings: student.embeddings.compactMap(Embedding.init(normalizing:)))
    }

    /// Reads the table again if the gallery is old, or if it is known to be wrong.
    ///
    /// - Throws: `AWSError`; the gallery is then as before.
    func refresh(force: Bool = false) async throws {
        guard force || clock.now - loadedAt > Self.lifetime else { return }
        // Set first: other invocations of this environment shall not read the table at the same time.
        loadedAt = clock.now
        gallery = Self.gallery(of: try await table.students())
    }

    private static func gallery(of students: [Student]) -> Gallery {
        var gallery = Gallery()
        for student in students {
            gallery.set(student.name, embeddings: student.embeddings.compactMap(Embedding.init(normalizing:)))
        }
        return gallery
    }
}
