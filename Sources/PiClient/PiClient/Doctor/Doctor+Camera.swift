import FoundationEssentials
import Synchronization

/// Whether the camera films.
extension Doctor {
    /// How long a camera may take for its first second.
    private static let trialTime = Duration.seconds(15)

    func camera() async -> Finding {
        let target = CaptureTarget(settings.source)
        guard target != .standardInput else {
            return .ok("camera", "reads standard input, which is not tried")
        }
        let searchPath = environment["PATH"] ?? ""
        do {
            let command = try target.command(
                settings.camera, clipSeconds: settings.clipSeconds, inRealTime: false, searchPath: searchPath)
            if let command, !CaptureCommand.isInstalled(command.executable, searchPath: searchPath) {
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
            let film = try await trial(of: target, searchPath: searchPath)
            let words = command.map { ([$0.executable] + $0.arguments).joined(separator: " ") } ?? target.name
            guard film.frames > 0 else {
                return .fail("camera", "no clip came within \(Int(Self.trialTime.seconds)) s from \(words)")
            }
            return .ok("camera", "filmed \(film.frames) frames, \(film.bytes / 1000) kB: \(words)")
        } catch {
            let service = ServiceUnit(searchPath: searchPath)
            if let error = error as? CaptureError, error.isBusy, await service.isActive() {
                return .ok(
                    "camera",
                    "the service \(service.name) films with it; "
                        + "to try it here: sudo systemctl stop \(service.name)")
            }
            return .fail(
                "camera", "\(error)",
                remedy: target.isLive
                    ? "See that nothing else films with it; `rollcall setup` finds another camera." : nil)
        }
    }

    /// What came in the first second of film.
    private final class Trial: Sendable {
        let film = Mutex((frames: 0, bytes: 0))
    }

    /// Films until there is a second of video, or the time is over.
    private func trial(of target: CaptureTarget, searchPath: String) async throws -> (frames: Int, bytes: Int)
    {
        var source = try target.source(
            settings.camera, clipSeconds: settings.clipSeconds, inRealTime: false, searchPath: searchPath,
            notice: { _ in })
        if var command = source as? CommandSource {
            // Once is enough to tell.
            command.isLive = false
            source = command
        }
        let stop = try StopSignal()
        let limit = Task {
            try await Task.sleep(for: Self.trialTime)
            stop.request()
        }
        defer { limit.cancel() }
        let trial = Trial()
        let capture = Capture(
            source: source, clipSeconds: settings.clipSeconds, frameRate: settings.camera.frameRate)
        let wanted = max(1, Int(settings.camera.frameRate))
        try await capture.run(until: stop) { filmed in
            guard case .clip(let clip) = filmed else { return }
            let frames = trial.film.withLock { film in
                film.frames += clip.frameCount
                film.bytes += clip.bytes.count
                return film.frames
            }
            if frames >= wanted { stop.request() }
        }
        return trial.film.withLock { $0 }
    }
}
