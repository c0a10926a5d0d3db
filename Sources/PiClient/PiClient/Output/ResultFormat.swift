/// How results and the summary are written.
protocol ResultFormat: Sendable {
    /// The lines for one clip; nil where the format has nothing to say of it.
    func text(of clip: AnsweredClip) -> DisplayText?
    /// The lines at the end; nil where the format has none.
    func text(of summary: RunSummary) -> DisplayText?
}
