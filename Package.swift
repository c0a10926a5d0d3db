// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// Pictures and embeddings are loops over bytes and floats: without optimisation a debug build's tests would take
// minutes. AWS Lambda's x86-64 hosts have AVX2, and Rollcall runs nothing of this on the Pi.
#if arch(x86_64)
    let numericFlags = ["-O2", "-mavx2", "-mfma"]
#else
    let numericFlags = ["-O2"]
#endif

// A package that leaves out the trait does not even fetch these.
func rollcall(_ product: String, of package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["Rollcall"]))
}

let package = Package(
    name: "rollcall",
    products: [
        .library(name: "LambdaRuntime", targets: ["LambdaRuntime"]),
        .library(name: "LambdaRuntimeJSON", targets: ["LambdaRuntimeJSON"]),
        .library(name: "LambdaEvents", targets: ["LambdaEvents"]),
        .library(name: "WireFormats", targets: ["WireFormats"]),
        .library(name: "LambdaTesting", targets: ["LambdaTesting"]),
        .library(name: "FrameExtraction", targets: ["FrameExtraction"]),
        .library(name: "FaceRecognition", targets: ["FaceRecognition"]),
        .executable(name: "Extractor", targets: ["Extractor"]),
        .executable(name: "Recognizer", targets: ["Recognizer"]),
        .executable(name: "rollcall", targets: ["PiClient"]),
        .executable(name: "local-lambda", targets: ["LocalLambda"]),
    ],
    traits: [
        .trait(
            name: "LocalRun",
            description: "Functions that are started outside Lambda take events on 127.0.0.1:8080."),
        .trait(
            name: "Rollcall",
            description: "The functions and the client; a package that uses the runtime alone leaves it out."),
        .default(enabledTraits: ["LocalRun", "Rollcall"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // The C libraries, one shim each.
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CUcontext"),
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CFFmpeg"),
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(
            name: "CDlib",
            cxxSettings: [.unsafeFlags(numericFlags)],
            linkerSettings: [.linkedLibrary(":libdlib.a")]
        ),
        // What only set-up and tests need of dlib; its neural networks want a BLAS. Compiled in the least time: the work is
        // done in libraries.
        .target(
            name: "CDlibModels",
            cxxSettings: [.unsafeFlags(["-O0", "-g0"])],
            linkerSettings: [.linkedLibrary(":libdlib.a"), .linkedLibrary("openblas")]
        ),

        // The face embedding network, in C. A debug build is optimised too: else a face would take a second.
        .target(name: "CFaceEmbedding", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

        // The Lambda custom runtime, usable alone.
        .target(
            name: "LambdaRuntime",
            dependencies: [
                "CCurl", "CUcontext", "OwnThread", .product(name: "Logging", package: "swift-log"),
                .target(name: "LambdaLoopback", condition: .when(traits: ["LocalRun"])),
            ],
            path: "Sources/Runtime",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "LambdaRuntimeJSON",
            dependencies: ["LambdaRuntime", "WireFormats"],
            path: "Sources/RuntimeJSON",
            swiftSettings: swiftSettings
        ),
        // Times, base64 and JSON, without Foundation.
        .target(name: "WireFormats", swiftSettings: swiftSettings),
        .target(name: "LambdaEvents", dependencies: ["WireFormats"], swiftSettings: swiftSettings),
        .target(
            name: "LambdaLoopback", dependencies: ["OwnThread"], path: "Sources/RuntimeLoopback",
            swiftSettings: swiftSettings),
        .target(name: "OwnThread", swiftSettings: swiftSettings),
        .target(
            name: "LambdaTesting",
            dependencies: ["LambdaLoopback", "LambdaRuntime", "OwnThread"],
            path: "Sources/RuntimeTesting",
            swiftSettings: swiftSettings
        ),

        // The pipeline's parts.
        .target(
            name: "AWSClients",
            dependencies: [
                "CCurl", "COpenSSL", "WireFormats",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/AWS",
            swiftSettings: swiftSettings
        ),
        .target(name: "Pipeline", dependencies: ["LambdaEvents", "WireFormats"], swiftSettings: swiftSettings),
        .target(
            name: "PipelineServices",
            dependencies: ["AWSClients", "Pipeline"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "FrameExtraction",
            dependencies: ["CFFmpeg", "CJPEG"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "Extractor",
            dependencies: [
                "AWSClients", "FrameExtraction", "LambdaEvents", "LambdaRuntime", "Pipeline",
                "PipelineServices",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),
        // Embeddings and whose they are: no pictures, so that the client has it too.
        .target(name: "FaceMatching", swiftSettings: swiftSettings),
        // Pictures in, names out: no network.
        .target(
            name: "FaceRecognition",
            dependencies: ["CDlib", "CFaceEmbedding", "CJPEG", "FaceMatching"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "ModelConverter",
            dependencies: [
                "CDlibModels", "CFaceEmbedding",
                rollcall("ArgumentParser", of: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(name: "Charts", swiftSettings: swiftSettings),
        .executableTarget(
            name: "Accuracy",
            dependencies: [
                "Charts", "FaceRecognition", "FrameExtraction",
                rollcall("ArgumentParser", of: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "Recognizer",
            dependencies: [
                "AWSClients", "FaceRecognition", "LambdaEvents", "LambdaRuntime", "Pipeline",
                "PipelineServices",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "PiClient",
            dependencies: [
                "AWSClients", "Charts", "FaceMatching", "Pipeline", "PipelineServices",
                rollcall("ArgumentParser", of: "swift-argument-parser"),
                rollcall("Configuration", of: "swift-configuration"),
                rollcall("Histogram", of: "hdrhistogram-swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "LocalLambda",
            dependencies: [
                rollcall("ArgumentParser", of: "swift-argument-parser"),
                rollcall("FlyingFox", of: "FlyingFox"),
            ],
            swiftSettings: swiftSettings
        ),

        // Tests: one folder a module, and EndToEnd.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .executableTarget(
            name: "RuntimeTestFunction",
            dependencies: ["LambdaRuntime", .product(name: "Logging", package: "swift-log")],
            path: "Tests/RuntimeTestFunction",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                "LambdaEvents", "LambdaRuntime", "LambdaRuntimeJSON", "LambdaTesting", "RuntimeTestFunction",
                "TestSupport", "WireFormats",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "WireFormatsTests", dependencies: ["WireFormats"], swiftSettings: swiftSettings),
        .testTarget(
            name: "AWSTests", dependencies: ["AWSClients", "TestSupport", "WireFormats"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "PipelineTests", dependencies: ["LambdaEvents", "Pipeline", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "FrameExtractionTests",
            dependencies: ["CFFmpeg", "CJPEG", "FrameExtraction", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ExtractorTests",
            dependencies: [
                "AWSClients", "Extractor", "LambdaTesting", "Pipeline", "PipelineServices", "TestSupport",
                rollcall("FlyingFox", of: "FlyingFox"),
                rollcall("FlyingSocks", of: "FlyingFox"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "RecognizerTests",
            dependencies: [
                "AWSClients", "FaceRecognition", "LambdaRuntime", "LambdaTesting", "Pipeline",
                "PipelineServices", "Recognizer", "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        // dlib's own search, compiled as CDlib is: what both have of dlib's headers is one piece of code to the linker.
        .target(
            name: "CDlibReference",
            dependencies: ["CDlib"],
            path: "Tests/DlibReference",
            cxxSettings: [.unsafeFlags(numericFlags)],
            linkerSettings: [.linkedLibrary(":libdlib.a")]
        ),
        .testTarget(
            name: "FaceEmbeddingTests",
            dependencies: [
                "CDlibModels", "CDlibReference", "CFaceEmbedding", "FaceRecognition", "ModelConverter", "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "PiClientTests",
            dependencies: [
                "AWSClients", "Charts", "FaceMatching", "PiClient", "Pipeline", "PipelineServices",
                "RuntimeTestFunction", "TestSupport",
                rollcall("Configuration", of: "swift-configuration"),
                rollcall("FlyingFox", of: "FlyingFox"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "LocalLambdaTests",
            dependencies: ["LocalLambda", "RuntimeTestFunction", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AWSClients", "Extractor", "LocalLambda", "PiClient", "Pipeline", "PipelineServices",
                "Recognizer",
                "TestSupport",
            ],
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
    ],
    cxxLanguageStandard: .cxx17
)

// Only who writes documentation needs the plugin.
if Context.environment["ROLLCALL_DOCS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
