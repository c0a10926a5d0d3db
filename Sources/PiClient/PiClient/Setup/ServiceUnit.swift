/// The service that films, by systemctl(1).
struct ServiceUnit: Sendable {
    let searchPath: String
    var name = "rollcall"

    /// Whether there is such a service on this machine.
    func isInstalled() async -> Bool {
        guard CaptureCommand.isInstalled("systemctl", searchPath: searchPath) else { return false }
        return (try? await systemctl("cat", name)) != nil
    }

    /// Whether it runs.
    func isActive() async -> Bool {
        guard CaptureCommand.isInstalled("systemctl", searchPath: searchPath) else { return false }
        return (try? await systemctl("is-active", "--quiet", name)) != nil
    }

    /// Starts it now and whenever the machine starts.
    ///
    /// - Throws: `CaptureError`.
    func enable() async throws {
        // One that ran already reads its configuration anew.
        try await systemctl("enable", name)
        try await systemctl("restart", name)
    }

    /// - Throws: `CaptureError`.
    func start() async throws { try await systemctl("start", name) }

    /// - Throws: `CaptureError`.
    func stop() async throws { try await systemctl("stop", name) }

    private func systemctl(_ arguments: String...) async throws {
        _ = try await CaptureCommand(executable: "systemctl", arguments: arguments).output()
    }
}
