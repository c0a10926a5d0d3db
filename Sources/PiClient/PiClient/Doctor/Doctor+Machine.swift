import AWSClients
import FoundationEssentials

/// What is on this machine: camera, spool, clock.
extension Doctor {
    func camera() -> Finding {
        let searchPath = environment["PATH"] ?? ""
        do {
            let target = CaptureTarget(settings.source)
            let command = try target.command(
                settings.camera, clipSeconds: settings.clipSeconds, inRealTime: true, searchPath: searchPath)
            guard let command else { return .ok("camera", "reads \(settings.source)") }
            guard CaptureCommand.isInstalled(command.executable, searchPath: searchPath) else {
                return .fail(
                    "camera", "\(command.executable) is not installed",
                    remedy: "sudo apt install \(command.executable == "ffmpeg" ? "ffmpeg" : "rpicam-apps")")
            }
            if case .v4l2(let device) = target, !FileManager.default.isReadableFile(atPath: device) {
                return .fail(
                    "camera", "\(device) is not there or may not be read",
                    remedy:
                        "Plug the camera in; add the user to the group video: sudo usermod -aG video $USER")
            }
            return .ok("camera", ([command.executable] + command.arguments).joined(separator: " "))
        } catch {
            return .fail("camera", "\(error)")
        }
    }

    func spool() async -> Finding {
        do {
            let spool = try ClipSpool(settings)
            // A clip of the year 1970, so that it can be no other's.
            _ = try await spool.store([0], timestamp: 0)
            await spool.remove(0)
            let count = await spool.count
            guard count == 0 else {
                return .warn(
                    "spool", "\(count) clips wait in \(spool.folder)",
                    remedy: "`rollcall run` sends them; or delete them there.")
            }
            return .ok("spool", spool.folder)
        } catch {
            return .fail("spool", "\(error)")
        }
    }

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
