import ArgumentParser

/// `rollcall doctor`
struct DoctorCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that everything works, and say how to mend what does not.",
        discussion: "Changes nothing. Ends with exit code 1 if anything is marked FAIL.")

    @OptionGroup(title: "Capture options") var capture: CaptureOptions
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    var flags: [SettingKey: String] { capture.flags }

    func run(_ context: CommandContext) async throws {
        let doctor = Doctor(settings: context.settings, environment: context.environment)
        var isFailed = false
        await doctor.examine { finding in
            context.console.line(finding.text(isTerminal: context.console.isTerminal))
            isFailed = isFailed || finding.verdict == .fail
        }
        if isFailed { throw ExitCode.refused }
    }
}
