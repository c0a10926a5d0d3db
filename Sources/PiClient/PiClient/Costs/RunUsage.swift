import AWSClients
import RollcallMessages

/// What a run has used of AWS so far. The run keeps it on disk, for `rollcall costs` and the page.
struct RunUsage: Codable, Sendable, Equatable {
    let device: String
    /// How its clips went; nil in an account of a version that did not say.
    let route: Route?
    /// When the run began, and when this was written, in Unix milliseconds.
    let began: Int64
    let written: Int64
    /// Clips with a result, and those among them with somebody in them.
    let clips: Int
    let clipsWithPeople: Int
    /// Clips that the gate held back; nil in an account of a version that had none.
    let heldBack: Int?
    /// The client's calls and the functions' calls and time, by what is charged for.
    let usage: [String: Double]

    private enum CodingKeys: String, CodingKey {
        // The name in files that earlier versions wrote.
        case route = "way"
        case device, began, written, clips, clipsWithPeople, heldBack, usage
    }

    /// The same to reckon with.
    var total: Usage { Usage(usage) }

    /// How long the run has filmed.
    var hours: Double { max(0, Double(written) - Double(began)) / 3_600_000 }

    /// A longer file is another's.
    private static let maximumBytes = 1 << 16

    private static func path(_ folder: String) -> String { folder + "/usage.json" }

    /// Reads what the last run of a device left.
    ///
    /// - Throws: `RunUsageError`.
    init(folder: String) throws(RunUsageError) {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(of: Self.path(folder), maximum: Self.maximumBytes)
        } catch {
            throw RunUsageError(path: Self.path(folder), reason: error.description)
        }
        do {
            self = try MessageCoding.decode(RunUsage.self, from: bytes)
        } catch {
            throw RunUsageError(path: Self.path(folder), reason: "\(error)")
        }
    }

    /// An account of a run.
    init(
        device: String, route: Route?, began: Int64, written: Int64, clips: Int, clipsWithPeople: Int,
        heldBack: Int, usage: Usage
    ) {
        self.device = device
        self.route = route
        self.began = began
        self.written = written
        self.clips = clips
        self.clipsWithPeople = clipsWithPeople
        self.heldBack = heldBack
        self.usage = usage.amounts
    }

    /// Writes it.
    func write(folder: String) throws {
        try OutputFile.write(try MessageCoding.encode(self), to: Self.path(folder), isPrivate: true)
    }
}

/// No account of a run can be read.
struct RunUsageError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String {
        "cannot read \(path), where a run keeps what it used: \(reason). `rollcall run` writes it; give the device that "
            + "filmed (--device)."
    }
}
