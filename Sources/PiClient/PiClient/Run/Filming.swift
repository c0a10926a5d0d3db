/// The sending half of a run: from the camera to the last result that is expected.
struct Filming: Sendable {
    let capture: Capture
    let gate: ClipGate
    let queue: ClipQueue
    let sender: ClipSender
    let previews: PreviewSender
    let uploads: Int
    let ledger: ClipLedger
    /// How long, after the film's end, to go on without a clip sent or a result received.
    let patience: Duration
    let time: TimeSource
    var notifier: Notifier?

    /// - Throws: why the film, or the sending, broke off; only after the results of what was sent.
    func run(until stop: StopSignal, givingUpAt giveUp: StopSignal) async throws {
        giveUp.whenRequested { ledger.changes.note() }
        let sending = Task { () async throws in
            do {
                // Who stops the film does not want to wait for old clips to be sent.
                try await sender.run(queue, parallel: uploads) { !stop.isRequested }
            } catch {
                stop.request()
                throw error
            }
        }
        let overdue = Task { await sender.sendOverdue() }
        defer { overdue.cancel() }
        let film = await Self.outcome {
            try await capture.run(until: stop) { filmed in
                switch filmed {
                case .clip(let clip):
                    for clip in gate.take(clip) { queue.put(clip) }
                    notifier?.recordFilmed()
                case .firstFrame(let picture):
                    if gate.isOpen { Task { await previews.send(picture) } }
                }
            }
        }
        queue.finish()
        let closing = Task {
            await wait(orUntil: giveUp) { false }
            sending.cancel()
        }
        let sent = await sending.result
        closing.cancel()
        await wait(orUntil: giveUp) { ledger.outstandingCount == 0 }
        try sent.get()
        try film.get()
    }

    private static func outcome(of work: () async throws -> Void) async -> Result<Void, any Error> {
        do {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }

    /// Waits until `isDone`, as long as clips are sent or results come.
    private func wait(orUntil giveUp: StopSignal, or isDone: () -> Bool) async {
        while !Task.isCancelled {
            let count = ledger.changes.count
            if isDone() || giveUp.isRequested { return }
            guard await ledger.changes.wait(after: count, for: patience, time: time) else { return }
        }
    }
}
