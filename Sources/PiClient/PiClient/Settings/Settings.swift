import RollcallMessages
import RollcallPage
import RollcallServices

/// Everything that can be set, with the defaults of what can have one.
struct Settings: Sendable, Equatable {
    /// The device's id, which is the folder of its clips in S3; the host's name where none is set.
    var device: String
    var bucket: String?
    var table = "StudentDB"
    /// The table of who was seen when.
    var attendance = AttendanceTable.defaultName
    /// The school's time zone; nil takes this machine's.
    var timeZone: String?
    /// The file of the lessons.
    var timetable: String?
    var queueURL: String?
    var extractor = "Extractor"
    var recognizer = "Recognizer"
    /// How clips get to the functions.
    var route = Route.default
    /// When the functions are woken.
    var warm = WakingTimes.start
    /// The CloudFormation stack that devices are added to.
    var stack = "rollcall"
    /// The AWS region, profile and endpoint, where they are not left to AWS's own settings.
    var region: String?
    var profile: String?
    var endpoint: String?
    /// The certificate for which the device is given credentials, where it has one.
    var identity = IdentitySettings()
    /// What to film: see `CaptureTarget`.
    var source = "camera"
    var camera = CameraSettings()
    var clipSeconds = 0.5
    /// Which clips are sent at all.
    var gate = GateKind.off
    /// How often a clip is sent that would be held back.
    var gateRest = 10.0
    /// How many clips are sent at once.
    var uploads = 4
    /// How many clips may wait for a sender; at 0.5 s a clip, 64 are 32 s.
    var queueClips = 64
    /// How many long polls are open at once.
    var pollers = 2
    /// How many clips may be with the functions at once.
    var flightClips = 32
    /// How long to wait for a clip's result before the clip is sent again.
    var answerSeconds = 10.0
    /// How long to wait at the end for results that are still expected.
    var resultSeconds = 30.0
    var page: PageSettings
    /// The address of a page's events, with its token; nil to look on at this machine's client.
    var watchPage: String?
    var spoolFolder: String
    var spoolMegabytes = 256
    var spoolClips = 2000
    /// What is told to whom.
    var notices = NoticeSettings()

    /// The defaults on this machine.
    init(hostName: String, homeFolder: String) {
        device = hostName.isEmpty ? "pi" : hostName
        page = PageSettings(
            address: "127.0.0.1", port: 8420, certificate: nil, key: nil, hosts: [],
            passwordFile: homeFolder + "/.config/rollcall/page.json")
        spoolFolder = homeFolder + "/.local/state/rollcall/spool"
    }

    /// Where the device's clips are kept while they cannot be sent, and where its results can be looked on at.
    var deviceFolder: String { spoolFolder + "/" + device }

    /// The function to invoke, by the device's alias where the setting has a place for it.
    var extractorFunction: String { DeviceAlias.function(extractor, of: device) }

    /// - Throws: `SettingsError.missing` if no bucket is set.
    func requiredBucket() throws(SettingsError) -> String {
        guard let bucket else { throw .missing(.bucket) }
        return bucket
    }

    /// - Throws: `SettingsError.missing` if no queue is set.
    func requiredQueueURL() throws(SettingsError) -> String {
        guard let queueURL else { throw .missing(.queueURL) }
        return queueURL
    }

    /// The process's environment, changed as the settings for AWS say.
    func awsEnvironment(_ environment: [String: String]) -> [String: String] {
        let changes = [
            "AWS_REGION": region, "AWS_PROFILE": profile, "AWS_DEFAULT_PROFILE": profile,
            "AWS_ENDPOINT_URL": endpoint,
        ]
        return environment.merging(changes.compactMapValues(\.self)) { $1 }
            .merging(identity.environment) { $1 }
    }
}
