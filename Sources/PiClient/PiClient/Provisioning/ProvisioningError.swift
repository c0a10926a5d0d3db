/// Why a device could not be given its identity.
enum ProvisioningError: Error, CustomStringConvertible {
    case unreadable(String, reason: String)
    case unusable(String, reason: String)
    case unwritable(String, reason: String)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .unusable(let path, let reason): "\(path) cannot be used: \(reason)."
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)."
        }
    }
}
