import AWSClients
import RollcallMessages
import RollcallPage
import RollcallServices
import WireFormats

extension PageContent {
    private struct Removal: Decodable {
        let name: String
        let attendance: Bool
        let frames: Bool
    }

    /// More objects are not looked through.
    private static let maximumObjects = 100_000

    /// Removes a person, and says what was deleted.
    func removePerson(_ request: PageRequest) async throws -> PageAnswer {
        let removal = try request.decoded(Removal.self)
        let name = try PersonName(ofPage: removal.name)
        guard let student = try await students.student(named: name) else {
            throw PageRefusal("\(name) is not in \(students.name).")
        }
        var removed: [String] = []
        // Before the person is gone: if this fails, it can be asked for again.
        if removal.frames { removed.append("\(try await removeVideo(of: name)) pictures and clips") }
        if removal.attendance {
            removed.append("attendance on \(try await attendance.forget(name.text, today: today())) days")
        }
        try await students.remove(name)
        removed += [
            Photograph.count(student.embeddings.count),
            student.corrections.count == 1 ? "1 correction" : "\(student.corrections.count) corrections",
        ]
        if let bucket = settings.bucket {
            for object in try await s3.listAllObjects(
                bucket: bucket, prefix: students.snapshotFolder, limit: 1000)
            {
                try await s3.deleteObject(bucket: bucket, key: object.key)
            }
        }
        return try .json(["removed": removed])
    }

    /// Deletes the clips and frames of the minutes in which a device saw this person alone.
    private func removeVideo(of name: PersonName) async throws -> Int {
        guard let bucket = settings.bucket else { throw SettingsError.missing(.bucket) }
        var alone: [CivilDate: [String: Set<Int>]] = [:]
        var count = 0
        for object in try await s3.listAllObjects(bucket: bucket, limit: Self.maximumObjects) {
            let isFrame =
                ClipIdentity.isFrameKey(object.key) || ClipIdentity.isFrameBundleKey(object.key)
                || ClipIdentity.isFrameListKey(object.key)
            let identity =
                isFrame
                ? ClipIdentity(frameKey: object.key, receivedAt: 0)
                : ClipIdentity(clipKey: object.key, receivedAt: 0)
            guard isFrame || object.key == identity.clipKey, identity.timestamp > 0,
                let minute = LocalMinute(unixMilliseconds: identity.timestamp)
            else { continue }
            if alone[minute.day] == nil {
                alone[minute.day] = try await attendance.attendance(on: minute.day).minutesAlone(
                    of: name.text)
            }
            guard alone[minute.day]?[identity.device ?? ""]?.contains(minute.minute) == true else { continue }
            try await s3.deleteObject(bucket: bucket, key: object.key)
            count += 1
        }
        return count
    }
}

extension AttendanceDay {
    /// The minutes, by device, in which a person was seen and nobody else, no stranger either.
    fileprivate func minutesAlone(of name: String) -> [String: Set<Int>] {
        Dictionary(grouping: records, by: \.device).mapValues { records in
            let own = records.filter { $0.name == name }.flatMap(\.minutes)
            return Set(own).subtracting(records.filter { $0.name != name }.flatMap(\.minutes))
        }
    }
}
