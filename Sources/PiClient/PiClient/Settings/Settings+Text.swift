import RollcallMessages
import RollcallServices

extension Settings {
    /// A setting's value for people; nil where it is not set.
    func text(of key: SettingKey) -> String? {
        switch key {
        case .device: device
        case .bucket: bucket
        case .table: table
        case .attendance: attendance
        case .timeZone: timeZone?.text
        case .timetable: timetable
        case .queueURL: queueURL
        case .extractor: extractor
        case .recognizer: recognizer
        case .way: route.name
        case .region: region
        case .profile: profile
        case .endpoint: endpoint
        case .source: source
        case .cameraCommand: camera.command
        case .cameraArguments: camera.arguments.isEmpty ? nil : camera.arguments.joined(separator: " ")
        case .cameraWidth: "\(camera.width)"
        case .cameraHeight: "\(camera.height)"
        case .cameraFrameRate: camera.frameRate.shortText
        case .cameraBitRate: "\(camera.bitRate)"
        case .clipSeconds: clipSeconds.shortText
        case .uploads: "\(uploads)"
        case .queueClips: "\(queueClips)"
        case .pollers: "\(pollers)"
        case .flightClips: "\(flightClips)"
        case .answerSeconds: answerSeconds.shortText
        case .resultSeconds: resultSeconds.shortText
        case .spoolFolder: spoolFolder
        case .spoolMegabytes: "\(spoolMegabytes)"
        case .spoolClips: "\(spoolClips)"
        }
    }
}
