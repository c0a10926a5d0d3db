import RollcallMessages
import RollcallPage
import RollcallServices

extension PageContent {
    private struct People: Encodable {
        let people: [Person]

        struct Person: Encodable {
            let name: String
            let major: String?
            let year: String?
            let groups: [String]
            let photographs: Int
            let corrections: Int
        }
    }

    private struct Details: Decodable {
        let old: String?
        let name: String
        let major: String?
        let year: String?
        let groups: String?

        func student() throws -> Student {
            Student(
                name: try PersonName(ofPage: name), major: try Student.detail(ofPage: major),
                year: try Student.detail(ofPage: year),
                groups: try GroupList.groups(GroupList.names(in: groups ?? "")))
        }
    }

    /// Everybody.
    func people() async throws -> PageAnswer {
        let people = try await students.students().sorted { $0.name < $1.name }
        return try .json(
            People(
                people: people.map {
                    People.Person(
                        name: $0.name.text, major: $0.major, year: $0.year, groups: $0.groups.sorted(),
                        photographs: $0.embeddings.count, corrections: $0.corrections.count)
                }))
    }

    /// A new person, without a face.
    func addPerson(_ request: PageRequest) async throws -> PageAnswer {
        let student = try request.decoded(Details.self).student()
        guard try await students.student(named: student.name) == nil else {
            throw PageRefusal("\(student.name) is there already. Choose a name that tells the two apart.")
        }
        try await students.importStudents([student])
        return try .json([String: String]())
    }

    /// Another name, major, year or other groups.
    func changePerson(_ request: PageRequest) async throws -> PageAnswer {
        let details = try request.decoded(Details.self)
        var student = try details.student()
        let old = try PersonName(ofPage: details.old ?? details.name)
        guard let stored = try await students.student(named: old) else {
            throw PageRefusal("\(old) is not in \(students.name).")
        }
        if old != student.name {
            switch try await students.rename(old, to: student.name) {
            case .renamed: break
            case .missing: throw PageRefusal("\(old) is not in \(students.name).")
            case .taken: throw PageRefusal("\(student.name) is there already.")
            }
        }
        student.id = stored.id
        try await students.setDetails(of: student)
        return try .json([String: String]())
    }

    /// A photograph, the body, of a person.
    func addPhotograph(_ request: PageRequest) async throws -> PageAnswer {
        guard PictureFormat(request.body) == .jpeg else { throw PageRefusal("This is no JPEG picture.") }
        return try await enroll(
            try request.personName(), Photograph(path: "photograph", bytes: request.body))
    }

    /// The face that the camera sees now, for a person.
    func addCameraPicture(_ request: PageRequest) async throws -> PageAnswer {
        let name = try request.personName()
        let bucket = try settings.requiredBucket()
        let alone = live.now.clips.suffix(Self.cameraClips).reversed().filter {
            $0.result.people.count == 1 && WallClock.now() - $0.result.timestamp < 30_000
        }
        // Frames are stored after the answer, so the newest clip may have none yet.
        for clip in alone {
            let frame = clip.result.people.first?.face?.frame ?? 0
            guard let jpeg = try await s3.frame(frame, of: clip.result.identity, bucket: bucket) else {
                continue
            }
            return try await enroll(name, Photograph(path: "camera", bytes: jpeg))
        }
        throw PageRefusal(
            alone.isEmpty
                ? "The camera sees nobody alone now. Look into it alone for some seconds."
                : "No picture of the camera is kept: ROLLCALL_FRAMES of the Extractor must be all, bundle or seen."
        )
    }

    /// Ten seconds of clips.
    private static let cameraClips = 20

    private func enroll(_ name: PersonName, _ photograph: Photograph) async throws -> PageAnswer {
        let enrollment = Enrollment(
            s3: s3, recognizer: recognizer, bucket: settings.bucket, device: settings.device)
        return try .json(
            try await enrollment.enroll(
                Student(name: name), photographs: [photograph], replacesEarlier: false))
    }
}
