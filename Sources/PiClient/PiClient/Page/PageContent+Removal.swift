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

    private static let deletionsAtOnce = 16

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
        guard let oldest = try await oldestDay(in: bucket) else { return 0 }
        // An item lives a day longer than its days; the school's clock may be a day ahead.
        let firstDay = max(oldest, try today().advanced(by: -attendance.days - 1))
        var day = try today().advanced(by: 1)
        var count = 0
        while day >= firstDay {
            defer { day = day.advanced(by: -1) }
            for (device, minutes) in try await attendance.attendance(on: day).minutesAlone(of: name.text) {
                for beginning in minutes.flatMap({ LocalMinute(day: day, minute: $0).beginnings }) {
                    count += try await removeVideo(of: device, from: beginning, in: bucket)
                }
            }
        }
        return count
    }

    /// The day of the oldest clip or frame; nil where there is none.
    private func oldestDay(in bucket: String) async throws -> CivilDate? {
        // Folders of devices, and where these have no names, of the clips' frames.
        let top = try await s3.listObjects(bucket: bucket, delimiter: "/")
        var times = top.objects.compactMap { Self.captureTime(inVideoKey: $0.key) }
        for folder in top.commonPrefixes {
            if let time = Int64(folder.dropLast()) {
                times.append(time)
                continue
            }
            let first = try await s3.listObjects(bucket: bucket, prefix: folder, maximumKeys: 1)
            times += first.objects.compactMap { Self.captureTime(inVideoKey: $0.key) }
        }
        return times.compactMap { LocalMinute(unixMilliseconds: $0)?.day }.min()
    }

    /// Deletes what a device filmed in a minute.
    ///
    /// - Parameter beginning: The minute's, in Unix milliseconds.
    private func removeVideo(of device: String, from beginning: Int64, in bucket: String) async throws -> Int
    {
        let folder = device.isEmpty ? "" : device + "/"
        var token: String?
        var count = 0
        repeat {
            // After all keys of the millisecond before, which go on with a point or a slash.
            let page = try await s3.listObjects(
                bucket: bucket, prefix: folder, continuationToken: token,
                startAfter: folder + "\(beginning - 1)~")
            let keys = page.objects.map(\.key).filter { key in
                Self.captureTime(inVideoKey: key).map { beginning..<beginning + 60_000 ~= $0 } ?? false
            }
            try await delete(keys, in: bucket)
            count += keys.count
            // Keys come in the order of their times: what follows such a page is of later minutes.
            token = keys.isEmpty ? nil : page.nextContinuationToken
        } while token != nil
        return count
    }

    /// The capture time in the key of a clip, or of its frames, in Unix milliseconds; nil for other keys.
    private static func captureTime(inVideoKey key: String) -> Int64? {
        let isFrame =
            ClipIdentity.isFrameKey(key) || ClipIdentity.isFrameBundleKey(key)
            || ClipIdentity.isFrameListKey(key)
        let identity =
            isFrame
            ? ClipIdentity(frameKey: key, receivedAt: 0) : ClipIdentity(clipKey: key, receivedAt: 0)
        guard isFrame || key == identity.clipKey, identity.timestamp > 0 else { return nil }
        return identity.timestamp
    }

    private func delete(_ keys: [String], in bucket: String) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [s3] group in
            for (index, key) in keys.enumerated() {
                if index >= Self.deletionsAtOnce { try await group.next() }
                group.addTask { try await s3.deleteObject(bucket: bucket, key: key) }
            }
            try await group.waitForAll()
        }
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
