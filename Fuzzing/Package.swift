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

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "rollcall-fuzzing",
    dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.16.2")],
    targets: [
        .systemLibrary(name: "CCurl", path: "Sources/Shared/CCurl"),
        .systemLibrary(name: "COpenSSL", path: "Sources/Shared/COpenSSL"),
        .systemLibrary(name: "CFFmpeg", path: "Sources/Extractor/CFFmpeg"),
        .target(name: "CJPEG", path: "Sources/Shared/CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        module("WireFormats", in: "Shared"),
        module("AWSClients", in: "Shared", ["CCurl", "COpenSSL", "WireFormats", log]),
        module("LambdaEvents", in: "Runtime", ["WireFormats"]),
        module("RollcallMessages", in: "Shared", ["LambdaEvents", "WireFormats"]),
        module("FrameExtraction", in: "Extractor", ["CFFmpeg", "CJPEG"]),
        .target(name: "CFaceEmbedding", path: "Sources/Recognizer/CFaceEmbedding"),
        module("FaceMatching", in: "Recognizer"),
        module("PiClient", in: "PiClient", only: ["Cutting", "Students/CSVReader.swift"]),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "AWSClients", "CFaceEmbedding", "CJPEG", "FaceMatching", "FrameExtraction", "LambdaEvents",
                "PiClient", "RollcallMessages", "WireFormats",
            ],
            path: "Fuzz",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
    ]
)
