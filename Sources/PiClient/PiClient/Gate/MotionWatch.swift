import Synchronization

/// Watches the film for what moves: by small pictures of it, or by what the camera's own motion stage says.
final class MotionWatch: Sendable {
    /// What a clip shows.
    enum Finding: Equatable {
        /// Nothing is known of it.
        case blind
        /// Noise in which what moves might not show.
        case noisy
        case moving
        case still
    }

    private struct State {
        /// The last half second, oldest first.
        var pictures: [[UInt8]] = []
        /// The rest of what was read: less than a picture, or a line.
        var rest: [UInt8] = []
        /// Whether the camera's motion stage watches, and whether something moves as it said last.
        var stageWatches = false
        var stageSeesMotion = false
        var lastJudged: ContinuousClock.Instant?
        var lastMotion: ContinuousClock.Instant?
        var lastNoise: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// Each picture is compared with the one half a second before, so that slow motion shows, too.
    private static let distance = SmallPictures.rate / 2
    /// So many pixels that differ are motion; a face of 36 pixels is 12 of them or more, in a film of 1920 x 1080.
    static let pixels = 6
    /// By so many steps of gray of 255. Measured: see docs/costs.md.
    static let steps = 12
    /// Of noise, the sixth greatest difference is up to so many times the mean of the lower three quarters.
    private static let noiseFactor = 9

    /// Takes what the command wrote, and when it was read.
    func take(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        let size = SmallPictures.width * SmallPictures.height
        state.withLock { state in
            state.rest += bytes
            while state.rest.count >= size {
                Self.take(Array(state.rest[..<size]), at: time, &state)
                state.rest.removeFirst(size)
            }
        }
    }

    /// Takes what the command said on standard error, and when it was read.
    func hear(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        state.withLock { state in
            state.rest += bytes
            let lines = state.rest.split(omittingEmptySubsequences: false, whereSeparator: Self.endsLine)
            // A line without an end is not kept for ever.
            state.rest = Array((lines.last ?? []).suffix(Self.longestLine))
            for line in lines.dropLast() {
                guard let word = MotionStage.word(String(decoding: line, as: UTF8.self)) else { continue }
                state.stageWatches = true
                // What begins, moves; what ceases has moved until now.
                if word != .watches { state.lastMotion = time }
                state.stageSeesMotion = word == .moves
            }
        }
    }

    private static func endsLine(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// More bytes has no line of the motion stage.
    private static let longestLine = 256

    /// What comes next is a new film.
    func restart() {
        state.withLock { $0 = State() }
    }

    /// What was seen since a clip began.
    func finding(since time: ContinuousClock.Instant) -> Finding {
        state.withLock { state in
            if state.stageSeesMotion { return .moving }
            if let motion = state.lastMotion, motion >= time { return .moving }
            if state.stageWatches { return .still }
            guard let judged = state.lastJudged, judged >= time else { return .blind }
            if let noise = state.lastNoise, noise >= time { return .noisy }
            return .still
        }
    }

    private static func take(_ picture: [UInt8], at time: ContinuousClock.Instant, _ state: inout State) {
        state.pictures.append(picture)
        guard state.pictures.count > distance else { return }
        let difference = PictureDifference(state.pictures.removeFirst(), picture)
        state.lastJudged = time
        if difference.greatest(pixels) > steps { state.lastMotion = time }
        if difference.isNoisy(factor: noiseFactor, steps: steps) { state.lastNoise = time }
    }
}
