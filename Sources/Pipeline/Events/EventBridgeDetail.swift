/// What an EventBridge event of S3 is about (AWS: "EventBridge event message structure", Amazon S3 User Guide). Its
/// keys are not encoded.
struct EventBridgeDetail: Decodable {
    struct Bucket: Decodable { let name: String }
    struct Object: Decodable { let key: String }
    let bucket: Bucket
    let object: Object
}
