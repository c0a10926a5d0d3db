import RollcallMessages

/// What becomes of a result that arrives: it is entered in the ledger and, unless it was there before, shown
/// here and to whoever looks on.
struct ResultDisplay: Sendable {
    let ledger: ClipLedger
    let format: any ResultFormat
    let console: Console
    /// Who looks on.
    var broadcast: Broadcast?
    /// Who is told of what.
    var notifier: Notifier?

    /// Shows a result.
    ///
    /// - Parameter isAhead: Whether it came in an invocation's answer, so that it will come on the queue as well.
    func show(_ result: RecognitionResult, isAhead: Bool) {
        var result = result
        result.timings.mark(.received, of: result.identity)
        guard let clip = ledger.answer(result, isAhead: isAhead) else { return }
        // What was filmed long ago is no news.
        if !clip.isLate { notifier?.see(clip.result) }
        if let text = format.text(of: clip) { console.show(text, of: clip) }
        if let broadcast, broadcast.onlookerCount > 0, let line = JSONFormat().text(of: clip) {
            broadcast.send(line.value)
        }
    }
}
