import ArgumentParser
import Glibc
import RollcallPage

/// `rollcall page`
struct PageCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "page",
        abstract: "Serve a page that shows who is there, the roll, and the people.",
        discussion: """
            Shows what this machine's `rollcall run` films, if it runs, and the tables and pictures that the keys may \
            read. At 127.0.0.1 nobody is asked for a password until one is set; at any other address there must be one: \
            --set-password operator, or viewer, who changes nothing. Ctrl-C ends it.
            """)

    @OptionGroup(title: "Page options") var page: PageOptions
    @OptionGroup var table: RollOptions
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    @Option(
        name: .customLong("set-password"),
        help: ArgumentHelp(
            "Ask for a role's password, viewer or operator, and keep its hash.", valueName: "role"))
    var role: PageRole?

    @Flag(
        help: "Make a new token for the addresses of the list, the calendar and the events, and print them.")
    var newFeed = false

    var flags: [SettingKey: String] { page.flags.merging(table.flags) { $1 } }

    func run(_ context: CommandContext) async throws {
        if let role { return try setPassword(of: role, context) }
        if newFeed { return try renewFeed(context) }
        let interruptions = try Interruptions()
        try await PageRun(context).run(until: interruptions.stop)
    }

    private func setPassword(of role: PageRole, _ context: CommandContext) throws {
        let path = context.settings.page.passwordFile
        var passwords = try Passwords(path: path)
        guard let password = Self.readPassword("The \(role.rawValue)'s new password: ") else {
            throw ValidationError("No password came on standard input.")
        }
        try passwords.set(password, for: role)
        try passwords.write(to: path)
        context.console.line("The \(role.rawValue)'s password is set in \(path). Start the page again.")
    }

    private func renewFeed(_ context: CommandContext) throws {
        let path = context.settings.page.passwordFile
        var passwords = try Passwords(path: path)
        let token = passwords.renewFeedToken()
        try passwords.write(to: path)
        for name in ["roll.csv", "roll.ics", "events"] { context.console.line("/feed/\(token)/\(name)") }
        context.console.notice(
            "Who knows these paths reads the roll without a password. Start the page again.")
    }

    /// A line of standard input; a terminal does not show it.
    private static func readPassword(_ prompt: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() }
        // getpass(3) reads from the terminal without echo.
        return getpass(prompt).map { String(cString: $0) }
    }
}

/// Where the page is.
struct PageOptions: ParsableArguments {
    @Option(name: .customLong("address"), help: .setting(.pageAddress)) var address: String?
    @Option(name: .customLong("port"), help: .setting(.pagePort)) var port: String?
    @Option(name: .customLong("certificate"), help: .setting(.pageCertificate)) var certificate: String?
    @Option(name: .customLong("key"), help: .setting(.pageKey)) var key: String?

    var flags: [SettingKey: String] {
        let texts: [SettingKey: String?] = [
            .pageAddress: address, .pagePort: port, .pageCertificate: certificate, .pageKey: key,
        ]
        return texts.compactMapValues(\.self)
    }
}

extension PageRole: ExpressibleByArgument {}
