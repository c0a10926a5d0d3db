import RollcallMessages
import RollcallServices

extension Settings {
    /// Takes over every setting that a layer has.
    mutating func apply(_ reader: inout SettingsReader) async throws(SettingsError) {
        try await applyNames(&reader)
        try await applyCamera(&reader)
        try await applyBounds(&reader)
    }

    private mutating func applyNames(_ reader: inout SettingsReader) async throws(SettingsError) {
        device = try await reader.text(.device) ?? device
        // The device's id becomes a folder in S3 and on disk.
        let isClean = device.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
        guard isClean, device.utf8.count <= 128, !device.split(separator: "/").contains(".."),
            !device.hasPrefix("/"), !device.hasSuffix("/")
        else {
            throw reader.invalid(.device, "an id is at most 128 bytes, without spaces and outer slashes")
        }
        bucket = try await reader.text(.bucket)
        table = try await reader.text(.table) ?? table
        attendance = try await reader.text(.attendance) ?? attendance
        timetable = try await reader.text(.timetable)
        if let text = try await reader.text(.timeZone) {
            guard let zone = TimeZoneName(text) else {
                throw reader.invalid(.timeZone, "\(text) is no time zone, such as Europe/Berlin")
            }
            timeZone = zone
        }
        queueURL = try await reader.text(.queueURL)
        extractor = try await reader.text(.extractor) ?? extractor
        recognizer = try await reader.text(.recognizer) ?? recognizer
        if let text = try await reader.text(.way) {
            guard let route = Route(named: text) else {
                throw reader.invalid(.way, "\(text) is none of \(Route.names)")
            }
            self.route = route
        }
        region = try await reader.text(.region)
        profile = try await reader.text(.profile)
        endpoint = try await reader.text(.endpoint)
    }

    private mutating func applyCamera(_ reader: inout SettingsReader) async throws(SettingsError) {
        source = try await reader.text(.source) ?? source
        camera.command = try await reader.text(.cameraCommand)
        camera.arguments = try await reader.texts(.cameraArguments) ?? camera.arguments
        camera.width = try await reader.wholeNumber(.cameraWidth, in: 32...4096) ?? camera.width
        camera.height = try await reader.wholeNumber(.cameraHeight, in: 32...4096) ?? camera.height
        camera.frameRate = try await reader.number(.cameraFrameRate, in: 1...240) ?? camera.frameRate
        camera.bitRate =
            try await reader.wholeNumber(.cameraBitRate, in: 100_000...50_000_000) ?? camera.bitRate
        clipSeconds = try await reader.number(.clipSeconds, in: 0.1...10) ?? clipSeconds
    }

    private mutating func applyBounds(_ reader: inout SettingsReader) async throws(SettingsError) {
        uploads = try await reader.wholeNumber(.uploads, in: 1...64) ?? uploads
        queueClips = try await reader.wholeNumber(.queueClips, in: 1...1000) ?? queueClips
        pollers = try await reader.wholeNumber(.pollers, in: 1...16) ?? pollers
        flightClips = try await reader.wholeNumber(.flightClips, in: 1...1000) ?? flightClips
        answerSeconds = try await reader.number(.answerSeconds, in: 1...600) ?? answerSeconds
        resultSeconds = try await reader.number(.resultSeconds, in: 0...600) ?? resultSeconds
        spoolFolder = try await reader.text(.spoolFolder) ?? spoolFolder
        spoolMegabytes = try await reader.wholeNumber(.spoolMegabytes, in: 1...100_000) ?? spoolMegabytes
        spoolClips = try await reader.wholeNumber(.spoolClips, in: 1...100_000) ?? spoolClips
    }
}
