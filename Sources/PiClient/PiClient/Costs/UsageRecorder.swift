import AWSClients
import RollcallMessages

/// Keeps a run's account of what it used on disk.
struct UsageRecorder: Sendable {
    private let folder: String
    private let device: String
    private let route: Route
    private let meter: UsageMeter
    private let ledger: ClipLedger
    private let gate: ClipGate
    private let time: TimeSource
    private let start: ContinuousClock.Instant

    /// An SD card is not written to more often.
    private static let pause = Duration.seconds(30)

    /// A recorder of a run that begins now.
    init(
        folder: String, device: String, route: Route, meter: UsageMeter, ledger: ClipLedger, gate: ClipGate,
        time: TimeSource
    ) {
        self.folder = folder
        self.device = device
        self.route = route
        self.meter = meter
        self.ledger = ledger
        self.gate = gate
        self.time = time
        start = time.now()
    }

    /// Writes now and then, until the task is cancelled, and once more at the end. A disk that is full does not end a
    /// run.
    func run() async {
        repeat {
            write()
        } while (try? await time.sleep(Self.pause)) != nil
        write()
    }

    private func write() {
        let summary = ledger.summary()
        // By the clock that never steps: a Pi's other one jumps once it has a network.
        let now = time.captureTime
        let account = RunUsage(
            device: device, route: route,
            began: now.milliseconds - Int64((now.instant - start) / .milliseconds(1)),
            written: now.milliseconds, clips: summary.answered,
            clipsWithPeople: summary.recognized + summary.unknown, heldBack: gate.heldBack,
            usage: meter.total + ledger.usage)
        try? account.write(folder: folder)
    }
}
