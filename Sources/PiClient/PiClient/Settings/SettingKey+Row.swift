import RollcallMessages
import RollcallPage
import RollcallServices

extension SettingKey {
    /// The table of the settings. Their defaults are those of `Settings`.
    var row: SettingRow {
        switch self {
        case .device:
            .text(
                \.device, "This device's id, the folder of its clips in S3.", defaultWords: "the host's name",
                refusal: DeviceName.refusal)
        case .bucket: .text(\.bucket, "The S3 bucket.")
        case .table: .text(\.table, "The students' DynamoDB table.")
        case .queueURL: .text(\.queueURL, "The SQS queue of results.", valueName: "url")
        case .extractor:
            .text(\.extractor, "The Extractor's name or ARN, with the device's alias: Extractor:{device}.")
        case .recognizer: .text(\.recognizer, "The Recognizer's name or ARN.")
        case .attendance: .text(\.attendance, "The DynamoDB table of who was seen when.")
        case .timeZone:
            .text(
                \.timeZone, "The school's time zone, such as Europe/Berlin.", defaultWords: "this machine's",
                refusal: { TimeZoneName($0) == nil ? "\($0) is no time zone, such as Europe/Berlin" : nil })
        case .timetable: .text(\.timetable, "The lessons, a CSV or iCalendar file.", valueName: "file")
        case .way: .choice(\.route, of: Array(Route.allCases), "How clips get to the functions.") { $0.name }
        case .warm:
            .choice(
                \.warm, of: WakingTimes.allCases,
                "When the functions are woken, so that a first clip need not wait for their start."
            ) { $0.rawValue }
        case .stack:
            .text(\.stack, "The CloudFormation stack, whose role alias and policy new devices are given.")
        case .region: .text(\.region, "The AWS region.")
        case .profile: .text(\.profile, "The profile in AWS's configuration files.")
        case .endpoint:
            .text(\.endpoint, "One endpoint for all services, as emulators have.", valueName: "url")
        case .identityEndpoint:
            .text(\.identity.endpoint, "AWS IoT's credential provider, a host.", valueName: "host")
        case .identityRoleAlias: .text(\.identity.roleAlias, "The role alias of the devices.")
        case .identityThing: .text(\.identity.thing, "The device's name in AWS IoT.")
        case .identityCertificate:
            .text(\.identity.certificate, "The device's certificate, a PEM file.", valueName: "file")
        case .identityKey:
            .text(
                \.identity.key, "The private key of the device's certificate, a PEM file.", valueName: "file")
        case .identityAuthorities:
            .text(
                \.identity.authorities,
                "A PEM file of the certificate authorities of the credential provider.",
                valueName: "file", defaultWords: "the system's")
        case .source:
            .text(
                \.source,
                "What to film: camera, v4l2:/dev/video0, rtsp://…, a video file, or - for H.264 on standard input."
            )
        case .cameraCommand:
            .text(\.camera.command, "The camera command.", defaultWords: "rpicam-vid, else libcamera-vid")
        case .cameraArguments:
            .texts(\.camera.arguments, "Further arguments for the camera command, or for ffmpeg's input.")
        case .cameraWidth: .wholeNumber(\.camera.width, in: 32...4096, "Pixels across.", valueName: "pixels")
        case .cameraHeight: .wholeNumber(\.camera.height, in: 32...4096, "Pixels down.", valueName: "pixels")
        case .cameraFrameRate: .number(\.camera.frameRate, in: 1...240, "Frames a second.")
        case .cameraBitRate:
            .wholeNumber(\.camera.bitRate, in: 100_000...50_000_000, "Bits a second.", valueName: "bits")
        case .cameraRotation:
            .choice(
                \.camera.rotation, of: [0, 90, 180, 270],
                "Degrees to the right by which the film must be turned to be upright."
            ) { "\($0)" }
        case .clipSeconds: .number(\.clipSeconds, in: 0.1...10, "A clip's length.", valueName: "seconds")
        case .gate:
            .choice(
                \.gate, of: GateKind.allCases,
                "Which clips are sent: all, those with motion, or those of the timetable's lessons."
            ) {
                $0.rawValue
            }
        case .gateRest:
            .number(
                \.gateRest, in: 0.5...3600, "How often the gate lets a clip pass that it would hold back.",
                valueName: "seconds")
        case .uploads: .wholeNumber(\.uploads, in: 1...64, "How many clips are sent at once.")
        case .queueClips: .wholeNumber(\.queueClips, in: 1...1000, "How many clips may wait to be sent.")
        case .pollers: .wholeNumber(\.pollers, in: 1...16, "How many long polls are open at once.")
        case .flightClips:
            .wholeNumber(\.flightClips, in: 1...1000, "How many clips may be with the functions at once.")
        case .answerSeconds:
            .number(
                \.answerSeconds, in: 1...600, "How long to wait for a result before a clip is sent again.")
        case .resultSeconds:
            .number(
                \.resultSeconds, in: 0...600, "How long to wait at the end for outstanding results.",
                valueName: "seconds")
        case .pageAddress: .text(\.page.address, "Where the page listens.")
        case .pagePort: .wholeNumber(\.page.port, in: 0...65535, "The page's port; 0 takes any that is free.")
        case .pageCertificate:
            .text(\.page.certificate, "The page's certificate, for TLS, a PEM file.", valueName: "file")
        case .pageKey:
            .text(\.page.key, "The private key of the page's certificate, a PEM file.", valueName: "file")
        case .pageHosts: .texts(\.page.hosts, "Further names by which browsers call the page.")
        case .pagePasswords:
            .text(
                \.page.passwordFile, "The hashes of the page's passwords.", valueName: "file",
                defaultWords: "~/.config/rollcall/page.json")
        case .watchPage:
            .secret(
                \.watchPage,
                "What rollcall watch reads: the events' address of a page, which rollcall page --new-feed prints."
            )
        case .spoolFolder:
            .text(
                \.spoolFolder, "Where clips wait for the network.", valueName: "folder",
                defaultWords: "~/.local/state/rollcall/spool")
        case .spoolMegabytes: .wholeNumber(\.spoolMegabytes, in: 1...100_000, "How much may wait there.")
        case .spoolClips: .wholeNumber(\.spoolClips, in: 1...100_000, "How many clips may wait there.")
        case .noticeKinds:
            .texts(
                \.notices.kinds, "What is told of: arrived, left, stranger, absent, silent.",
                refusal: NoticeSettings.refusal(ofKinds:))
        case .noticeWebhook:
            .privateAddress(\.notices.webhook, "Where each notice is posted as JSON.")
        case .noticeSecret: .secret(\.notices.secret, "The key of the signature of what is posted.")
        case .noticeTopic: .text(\.notices.topic, "The ARN of an SNS topic that is told.", valueName: "arn")
        case .noticeBroker:
            .text(
                \.notices.broker, "An MQTT broker: mqtt://host or mqtts://name:password@host.",
                valueName: "url",
                refusal: {
                    MQTTAddress($0) == nil
                        ? "it is no address such as mqtt://192.168.1.2 or mqtts://name:password@host" : nil
                })
        case .noticeAuthorities:
            .text(
                \.notices.authorities,
                "A PEM file of the certificate authorities of webhook, broker and watched page.",
                valueName: "file", defaultWords: "the system's")
        case .noticeLeftMinutes:
            .number(\.notices.leftMinutes, in: 0.1...1440, "Who was not seen for so long has left.")
        case .noticeCoolDownMinutes:
            .number(
                \.notices.coolDownMinutes, in: 0...1440,
                "How long the same is not told of the same person again.")
        case .noticeSilentSeconds:
            .number(\.notices.silentSeconds, in: 5...3600, "A camera without video for so long is silent.")
        }
    }
}
