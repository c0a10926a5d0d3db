extension CaptureCommand {
    /// What the command writes to its end.
    ///
    /// - Throws: `CaptureError` where it cannot be started, or fails.
    func output() async throws -> [UInt8] {
        try await CommandSource(command: self, isLive: false, notice: { _ in }).bytes(until: StopSignal())
    }
}
