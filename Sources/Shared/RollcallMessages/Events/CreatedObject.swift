/// An object that a notification says was created.
struct CreatedObject {
    let bucket: String
    /// The key itself, decoded.
    let key: String
    /// When S3 says it happened, in Unix milliseconds, where the notification has a readable time.
    let eventTime: Int64?
}
