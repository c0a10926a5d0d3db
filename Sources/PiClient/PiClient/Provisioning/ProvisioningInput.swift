import Glibc

/// The files that provisioning reads.
enum ProvisioningInput {
    /// A file's bytes; nil where there is no such file.
    static func bytesIfThere(_ path: String, maximum: Int) throws(ProvisioningError) -> [UInt8]? {
        do throws(SystemCallError) {
            return try InputFile.bytes(of: path, maximum: maximum)
        } catch {
            if error.code == ENOENT { return nil }
            throw .unreadable(path, reason: error.description)
        }
    }

    /// A file's bytes.
    static func bytes(_ path: String, maximum: Int) throws(ProvisioningError) -> [UInt8] {
        guard let bytes = try bytesIfThere(path, maximum: maximum) else {
            throw .unreadable(path, reason: SystemCallError(code: ENOENT).description)
        }
        return bytes
    }
}
