import AWSClients

/// What is on this machine besides the camera: spool, clock.
extension Doctor {
    /// Whether clips can be kept. Nothing is changed: the spool may be full, and a run be using it.
    func spool() -> Finding {
        let folder = settings.deviceFolder
        do {
            let count = try ClipSpool.contents(of: folder).count
            let free = try OutputFile.freeBytes(above: folder)
            guard free > Self.leastSpoolBytes else {
                return .warn(
                    "spool", "\(free / 1_000_000) MB are free for \(folder)",
                    remedy: "Make room there, or set spool.folder to another place.")
            }
            guard count == 0 else {
                return .warn(
                    "spool", "\(count) clips wait in \(folder)",
                    remedy: "`rollcall run` sends them; or delete them there.")
            }
            return .ok("spool", folder)
        } catch let error as SystemCallError {
            return .fail("spool", "\(SpoolError(folder: folder, reason: error.description))")
        } catch {
            return .fail("spool", "\(error)")
        }
    }

    /// A minute's clips, at the default bit rate.
    private static let leastSpoolBytes = 12_000_000

    /// - Parameter session: one that has had answers from AWS.
    func clock(_ session: AWSSession) -> Finding {
        guard let error = session.clockError else {
            return .warn("clock", "no service has answered", remedy: "Mend the network first.")
        }
        let seconds = error.seconds
        let detail = "\(abs(seconds).fixed(1)) s \(seconds < 0 ? "ahead of" : "behind") AWS's"
        guard abs(seconds) >= 2 else { return .ok("clock", detail) }
        return .warn(
            "clock", detail,
            remedy:
                "Clips are named and latencies measured by it. Let it be set: sudo timedatectl set-ntp true")
    }
}
