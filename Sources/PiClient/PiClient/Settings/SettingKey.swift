/// Every setting: its key in the configuration file, and with it its name in the environment.
enum SettingKey: String, CaseIterable, Sendable {
    case device
    case bucket
    case table
    case attendance
    case timeZone
    case timetable
    case queueURL = "queueUrl"
    case extractor
    case recognizer
    case way
    case warm
    case stack
    case region = "aws.region"
    case profile = "aws.profile"
    case endpoint = "aws.endpoint"
    case identityEndpoint = "iot.endpoint"
    case identityRoleAlias = "iot.roleAlias"
    case identityThing = "iot.thing"
    case identityCertificate = "iot.certificate"
    case identityKey = "iot.key"
    case identityAuthorities = "iot.ca"
    case source
    case cameraCommand = "camera.command"
    case cameraArguments = "camera.arguments"
    case cameraWidth = "camera.width"
    case cameraHeight = "camera.height"
    case cameraFrameRate = "camera.framerate"
    case cameraBitRate = "camera.bitrate"
    case cameraRotation = "camera.rotation"
    case clipSeconds = "clip.seconds"
    case gate
    case gateRest
    case uploads
    case queueClips = "queue.clips"
    case pollers
    case flightClips = "flight.clips"
    case answerSeconds = "answer.seconds"
    case resultSeconds = "result.seconds"
    case pageAddress = "page.address"
    case pagePort = "page.port"
    case pageCertificate = "page.certificate"
    case pageKey = "page.key"
    case pageHosts = "page.hosts"
    case pagePasswords = "page.passwords"
    case watchPage = "watch.page"
    case spoolFolder = "spool.folder"
    case spoolMegabytes = "spool.megabytes"
    case spoolClips = "spool.clips"
    case noticeKinds = "notices.kinds"
    case noticeWebhook = "notices.webhook"
    case noticeSecret = "notices.secret"
    case noticeTopic = "notices.topic"
    case noticeBroker = "notices.broker"
    case noticeAuthorities = "notices.authorities"
    case noticeLeftMinutes = "notices.leftMinutes"
    case noticeCoolDownMinutes = "notices.coolDownMinutes"
    case noticeSilentSeconds = "notices.silentSeconds"

    /// The name in the environment: `camera.width` is `ROLLCALL_CAMERA_WIDTH`, `queueUrl` is `ROLLCALL_QUEUE_URL`.
    var environmentName: String {
        rawValue.reduce(into: "ROLLCALL_") { name, character in
            if character.isUppercase { name += "_" }
            name += character == "." ? "_" : character.uppercased()
        }
    }

    /// The key that somebody most likely meant; nil where none is near.
    static func nearest(to text: String) -> SettingKey? {
        let near = allCases.map {
            (key: $0, distance: distance(from: text.lowercased(), to: $0.rawValue.lowercased()))
        }
        .min { $0.distance < $1.distance }
        return near.flatMap { $0.distance <= max(2, $0.key.rawValue.count / 3) ? $0.key : nil }
    }

    /// How many letters must be put in, left out or changed (V. Levenshtein, 1966).
    private static func distance(from text: String, to other: String) -> Int {
        // No key is that long, and what is compared is bounded.
        let (text, other) = (Array(text.prefix(64)), Array(other))
        var row = Array(0...other.count)
        for (index, letter) in text.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let changed = diagonal + (other[column] == letter ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, min(row[column], row[column + 1]) + 1)
            }
        }
        return row[other.count]
    }
}
