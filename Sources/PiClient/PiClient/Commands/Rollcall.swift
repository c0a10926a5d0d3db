import ArgumentParser
import Glibc

/// The Raspberry Pi's side of Rollcall.
@main
struct Rollcall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall",
        abstract: "Films, and says who is in the picture.",
        discussion: """
            Settings come from ~/.config/rollcall/config.json (or --config), over it from the environment \
            (ROLLCALL_BUCKET, ROLLCALL_QUEUE_URL, …), over it from the command line. `rollcall config` shows them \
            all and where each comes from; `rollcall doctor` checks that everything works. Credentials and region \
            are AWS's own: AWS_PROFILE, ~/.aws/config, ….

            EXIT CODES
              0   done; of `run`: every clip was sent and answered
              1   something was refused, or `doctor` found a fault
              64  the command line is wrong
              65  the video, photograph or list of students cannot be used
              66  a file cannot be opened
              69  the camera, or a service, does not work
              73  nothing can be written to the spool, or to the report
              75  some clips have no result yet, or were lost; see the summary
              77  AWS does not accept the credentials, or does not allow the operation
              78  a setting is missing or wrong, or names something that does not exist
            """,
        subcommands: [
            RunCommand.self, WatchCommand.self, PageCommand.self, RollCommand.self, ReportCommand.self,
            CostsCommand.self, EnrollCommand.self, CorrectCommand.self,
            CorrectionsCommand.self, CalibrateCommand.self, StudentsCommand.self, DevicesCommand.self,
            SetupCommand.self, ProvisionCommand.self, DoctorCommand.self, ConfigCommand.self,
            InvokeCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let errors = OutputDescriptor(STDERR_FILENO)
            guard !code.isSuccess else {
                // Help, or a completion script.
                let output = OutputDescriptor(STDOUT_FILENO)
                output.write(fullMessage(for: error))
                guard let failure = output.failure else { exit(withError: code) }
                errors.write("rollcall: Standard output cannot be written: \(failure).")
                exit(withError: ExitCode.cannotCreate)
            }
            // It repeats what was typed.
            let message = fullMessage(for: error)
            for line in message.split(separator: "\n", omittingEmptySubsequences: false)
            where !message.isEmpty {
                errors.write(String(line).cleaned)
            }
            exit(withError: code)
        }
    }
}
