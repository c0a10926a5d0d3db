/// Brings a receiver its notices, one after the other, again until they arrive.
struct NoticeCourier: Sendable {
    let receiver: any NoticeReceiver
    let outbox: NoticeOutbox
    let time: TimeSource
    /// Takes what a person should know.
    let notice: @Sendable (String) -> Void

    private static let pauses = Duration.seconds(1)...Duration.seconds(300)

    /// Runs until the task is cancelled.
    func run() async {
        var pause = Self.pauses.lowerBound
        while !Task.isCancelled {
            let count = outbox.changes.count
            guard let (number, next) = await outbox.first() else {
                await outbox.changes.wait(after: count, time: time)
                continue
            }
            do {
                try await receiver.tell(next)
                await outbox.remove(number)
                pause = Self.pauses.lowerBound
            } catch {
                // What the end of a run cuts off is the next run's to tell.
                guard !Task.isCancelled else { return }
                guard error.isWorthAnother else {
                    notice("\(receiver.name): \(error). This notice is given up: \(next.text)")
                    await outbox.remove(number)
                    continue
                }
                if pause == Self.pauses.lowerBound {
                    notice("\(receiver.name): \(error). It is told again later.")
                }
                guard (try? await time.sleep(pause)) != nil else { return }
                pause = min(pause * 2, Self.pauses.upperBound)
            }
        }
    }
}
