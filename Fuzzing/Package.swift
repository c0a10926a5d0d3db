// swift-tools-version: 6.2

import PackageDescription

// The sources of Rollcall, compiled once more: a fuzzer sees into code only where the compiler has told it which
// branches are taken, and reads what no product offers. FFmpeg, libjpeg and OpenSSL are the system's, and dark to it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-enable-testing"]),
]

func module(
    _ name: String, in wing: String, _ dependencies: [Target.Dependency] = [], only sources: [String]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)", sources: sources,
        swiftSettings: settings)
}

/// Of the client only what reads: the rest has a main function, as the fuzzer has.
let clientReaders = [
    "Capture", "Cutting", "Enrollment/JPEGSequence.swift", "Files", "Gate",
    "Output/Double+Fixed.swift",
    "Notices/MQTTAddress.swift", "Notices/Notice.swift", "Notices/NoticeSettings.swift",
    "Output/String+Cleaned.swift", "Output/String+Masked.swift", "Roll/Lesson.swift", "Roll/Timetable",
    "Settings", "Students/CSVReader.swift", "Students/StudentFile.swift",
    "Students/StudentRow.swift", "Students/TextFile.swift", "Time", "Waking/WakingTimes.swift",
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "rollcall-fuzzing",
    dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.16.2")],
    targets: [
        .systemLibrary(name: "CCurl", path: "Sources/Shared/CCurl"),
        .systemLibrary(name: "CFoundationTypes", path: "Sources/Shared/CFoundationTypes"),
        .systemLibrary(name: "COpenSSL", path: "Sources/Shared/COpenSSL"),
        .systemLibrary(name: "CZlib", path: "Sources/Shared/CZlib"),
        .systemLibrary(name: "CFFmpeg", path: "Sources/Extractor/CFFmpeg"),
        .systemLibrary(name: "CProcess", path: "Sources/Runtime/CProcess"),
        .target(name: "CJPEG", path: "Sources/Shared/CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CNeuralNetwork", path: "Sources/Recognizer/CNeuralNetwork"),
        module("WireFormats", in: "Shared", ["CFoundationTypes"]),
        module("AWSClients", in: "Shared", ["CCurl", "COpenSSL", "WireFormats", log]),
        module("LambdaEvents", in: "Runtime", ["WireFormats"]),
        module("LambdaLogEvents", in: "Runtime", ["CZlib", "WireFormats"]),
        module("LambdaLoopback", in: "Runtime", ["WireFormats"]),
        module("LambdaRuntime", in: "Runtime", ["CCurl", "CProcess", "WireFormats", log]),
        module("RollcallMessages", in: "Shared", ["LambdaEvents", "WireFormats"]),
        module("RollcallServices", in: "Shared", ["AWSClients", "RollcallMessages"]),
        module("FrameExtraction", in: "Extractor", ["CFFmpeg", "CJPEG"]),
        module("FaceMatching", in: "Recognizer"),
        module("FaceRecognition", in: "Recognizer", ["CJPEG", "CNeuralNetwork", "FaceMatching"]),
        module("RollcallPage", in: "PiClient", only: ["PageSettings.swift"]),
        module("PiClient", in: "PiClient", ["RollcallPage", "RollcallServices"], only: clientReaders),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "AWSClients", "CJPEG", "CNeuralNetwork", "FaceMatching", "FaceRecognition",
                "FrameExtraction", "LambdaEvents", "LambdaLogEvents", "LambdaLoopback", "LambdaRuntime",
                "PiClient", "RollcallMessages", "WireFormats",
            ],
            path: "Fuzz",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
    ]
)
