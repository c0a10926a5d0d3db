import RollcallMessages
import RollcallServices

/// Who invoked the function, as far as its ARN says it: the device of the alias, or whoever may invoke the function by
/// its own name, such as S3.
struct InvokingDevice {
    /// The device; nil without an alias.
    let device: String?

    /// - Parameter functionARN: the ARN by which the function was invoked,
    ///   `arn:aws:lambda:eu-central-1:123456789012:function:Extractor:lab`; the alias, `$LATEST` or a version may be
    ///   missing.
    /// - Throws: `DeviceRefusal.unknownAlias`.
    init(functionARN: String) throws(DeviceRefusal) {
        let parts = functionARN.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 7, let qualifier = parts.last, qualifier != "$LATEST",
            !qualifier.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            device = nil
            return
        }
        guard let alias = DeviceAlias(name: String(qualifier)) else {
            throw .unknownAlias(String(qualifier))
        }
        device = alias.device
    }

    /// Checks that a clip is the device's own.
    ///
    /// - Parameter bucket: the bucket that the functions work on; nil where none is set.
    /// - Throws: `DeviceRefusal`.
    func check(_ request: ClipRequest, bucket: String?) throws(DeviceRefusal) {
        guard let device else { return }
        // Bytes: two ids that look alike are two folders of S3.
        guard let owner = request.identity.device, owner.utf8.elementsEqual(device.utf8) else {
            throw .foreignClip(request.clipKey, device: device)
        }
        guard bucket == nil || bucket == request.bucket else {
            throw .foreignBucket(request.bucket, device: device)
        }
    }
}

/// A device asks for what is not its own.
enum DeviceRefusal: Error, Hashable {
    /// The function was invoked by an alias that is no device's.
    case unknownAlias(String)
    /// The clip, and so its frames and its result, are another device's.
    case foreignClip(String, device: String)
    /// The bucket is not the functions'.
    case foreignBucket(String, device: String)
}

extension DeviceRefusal: CustomStringConvertible {
    /// Who asked for what.
    var description: String {
        switch self {
        case .unknownAlias(let alias):
            "The function was invoked by the alias \(alias), which is no device's. Make one with `rollcall devices add`."
        case .foreignClip(let clip, let device):
            "The device \(device) asks for the clip \(clip), which is not its own."
        case .foreignBucket(let bucket, let device):
            "The device \(device) asks for a clip in the bucket \(bucket), which is not the functions'."
        }
    }
}
