import RollcallMessages

/// Who is in the room, by what the camera saw so far: turns results into notices.
struct Presence: Sendable {
    private struct Sighting {
        /// Unix milliseconds of the last clip that shows the person.
        var last: Int64
        var isHere: Bool
        /// When an arrival was told of last.
        var told: Int64?
    }

    private let device: String
    private let settings: NoticeSettings
    private var people: [String: Sighting] = [:]
    private var strangerTold: Int64?
    private var lastVideo: Int64
    private var isSilent = false

    /// - Parameter start: when filming began, in Unix milliseconds.
    init(device: String, settings: NoticeSettings, start: Int64) {
        self.device = device
        self.settings = settings
        lastVideo = start
    }

    /// When a person was seen last, in Unix milliseconds; nil for nobody seen.
    func lastSeen(_ name: String) -> Int64? { people[name]?.last }

    /// Somebody who did not come to a lesson.
    func absence(of name: String, at time: Int64, from lesson: String) -> Notice {
        var absence = notice(.absent, time, name: name)
        absence.lesson = lesson
        return absence
    }

    /// Takes a clip's result. One that came late, twice or out of order tells of nobody who is gone already.
    mutating func see(_ result: RecognitionResult) -> [Notice] {
        guard !result.isPreview else { return [] }
        let time = result.timestamp
        var notices: [Notice] = []
        for name in Set(result.people.compactMap(\.name)).sorted() {
            var sighting = people[name] ?? Sighting(last: time, isHere: false)
            if !sighting.isHere, time >= sighting.last {
                sighting.isHere = true
                if isTold(sighting.told, at: time) {
                    sighting.told = time
                    notices.append(notice(.arrived, time, name: name, clip: result.clip))
                }
            }
            sighting.last = max(sighting.last, time)
            people[name] = sighting
        }
        if result.people.contains(where: { $0.name == nil }), isTold(strangerTold, at: time) {
            strangerTold = time
            notices.append(notice(.stranger, time, clip: result.clip))
        }
        return notices
    }

    /// There was video.
    mutating func recordFilmed(at now: Int64) -> [Notice] {
        lastVideo = max(lastVideo, now)
        guard isSilent else { return [] }
        isSilent = false
        return [notice(.filming, now)]
    }

    /// What follows from the time alone: who has left, and whether the camera is silent.
    mutating func pass(to now: Int64) -> [Notice] {
        var notices: [Notice] = []
        if !isSilent, elapsed(since: lastVideo, at: now) >= settings.silentSeconds * 1000 {
            isSilent = true
            notices.append(notice(.silent, lastVideo))
        }
        // Whoever cannot be seen has not left.
        guard !isSilent else { return notices }
        for (name, sighting) in people.sorted(by: { $0.key < $1.key }) where sighting.isHere {
            guard elapsed(since: sighting.last, at: now) >= settings.leftMinutes * 60_000 else { continue }
            people[name]?.isHere = false
            notices.append(notice(.left, sighting.last, name: name))
        }
        return notices
    }

    private func isTold(_ last: Int64?, at time: Int64) -> Bool {
        guard let last else { return true }
        return elapsed(since: last, at: time) >= settings.coolDownMinutes * 60_000
    }

    private func elapsed(since past: Int64, at now: Int64) -> Double { Double(now) - Double(past) }

    private func notice(
        _ kind: Notice.Kind, _ time: Int64, name: String? = nil, clip: String? = nil
    ) -> Notice {
        Notice(kind: kind, device: device, name: name, time: time, clip: clip)
    }
}
