import LambdaEvents

extension S3Event.Record {
    /// The object, or nil if the record is not about a new one.
    func createdObject() throws(EventError) -> CreatedObject? {
        if let eventVersion, !eventVersion.hasPrefix("2.") {
            throw .invalid(field: "eventVersion", reason: "\(eventVersion) is not a 2.x version")
        }
        // In the console the name begins with "s3:", in notifications it does not.
        let name = eventName.map { $0.hasPrefix("s3:") ? String($0.dropFirst(3)) : $0 }
        guard name?.hasPrefix("ObjectCreated") ?? true else { return nil }
        guard let key = s3.object.decodedKey, !key.isEmpty else {
            throw .invalid(field: "s3.object.key", reason: "\(s3.object.key) is not form-url-encoded")
        }
        return CreatedObject(
            bucket: s3.bucket.name, key: key, eventTime: eventTime.flatMap(EventTime.milliseconds(of:)))
    }
}
