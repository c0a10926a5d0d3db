// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// A package that leaves out the trait does not even fetch these.
func rollcall(_ product: String, of package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["Rollcall"]))
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
// For other packages of the server's world, each behind a trait of its own.
func ecosystem(_ product: String, of package: String, _ trait: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: [trait]))
}

let argumentParser = rollcall("ArgumentParser", of: "swift-argument-parser")

// A wing is a folder of `Sources`, and its modules' tests stand in the folder of the same name of `Tests`.
func module(_ name: String, in wing: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)", swiftSettings: swiftSettings)
}

func program(
    _ name: String, in wing: String, _ dependencies: [Target.Dependency], embedding files: [String] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)",
        // Within the program, which is installed as one file.
        resources: files.map { .embedInCode($0) }, swiftSettings: swiftSettings)
}

func library(_ name: String, in wing: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(wing)/\(name)")
}

func tests(
    of name: String, in wing: String, _ dependencies: [Target.Dependency], excluding exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        path: "Tests/\(wing)/\(name)Tests", exclude: exclude, swiftSettings: swiftSettings)
}

func testSupport(_ name: String, in wing: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Tests/\(wing)/\(name)", swiftSettings: swiftSettings)
}

let package = Package(
    name: "rollcall",
    products: [
        .library(name: "LambdaRuntime", targets: ["LambdaRuntime"]),
        .library(name: "LambdaRuntimeJSON", targets: ["LambdaRuntimeJSON"]),
        .library(name: "LambdaEvents", targets: ["LambdaEvents"]),
        .library(name: "LambdaLogEvents", targets: ["LambdaLogEvents"]),
        .library(name: "LambdaHTTP", targets: ["LambdaHTTP"]),
        .library(name: "LambdaBatch", targets: ["LambdaBatch"]),
        .library(name: "LambdaMetrics", targets: ["LambdaMetrics"]),
        .library(name: "LambdaIdempotency", targets: ["LambdaIdempotency"]),
        .library(name: "LambdaParameters", targets: ["LambdaParameters"]),
        .library(name: "LambdaWebAdapter", targets: ["LambdaWebAdapter"]),
        .executable(name: "lambda-web-adapter", targets: ["WebAdapterBootstrap"]),
        .library(name: "LambdaServices", targets: ["LambdaServices"]),
        .library(name: "LambdaTracing", targets: ["LambdaTracing"]),
        .library(name: "LambdaSwiftMetrics", targets: ["LambdaSwiftMetrics"]),
        .library(name: "LambdaSamples", targets: ["LambdaSamples"]),
        .library(name: "WireFormats", targets: ["WireFormats"]),
        .library(name: "LambdaTesting", targets: ["LambdaTesting"]),
        .plugin(name: "Lambda", targets: ["Lambda"]),
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
        .trait(
            name: "PageTLS",
            description: "The page over TLS, which takes some minutes more to build.",
            enabledTraits: ["Rollcall"]),
        .trait(
            name: "ServiceLifecycle",
            description: "The product LambdaServices: services beside a function, by swift-service-lifecycle."
        ),
        .trait(
            name: "Tracing",
            description: "The product LambdaTracing: a span for each event, by swift-distributed-tracing."),
        .trait(
            name: "SwiftMetrics",
            description:
                "The product LambdaSwiftMetrics: what libraries count by swift-metrics, in CloudWatch."),
        .default(enabledTraits: ["LocalRun", "Rollcall", "ServiceLifecycle", "SwiftMetrics", "Tracing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        // What the others share: text formats, AWS's services, Rollcall's messages, and the C libraries of more than one wing.
        library("CCurl", in: "Shared"),
        library("COpenSSL", in: "Shared"),
        library("CZlib", in: "Shared"),
        .target(name: "CJPEG", path: "Sources/Shared/CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        // What Foundation is too large for: JSON, base64, times, threads.
        library("CFoundationTypes", in: "Shared"),
        module("WireFormats", in: "Shared", ["CFoundationTypes"]),
        // Curves, for the reports of two programs.
        module("Charts", in: "Shared"),
        module("AWSClients", in: "Shared", ["CCurl", "COpenSSL", "WireFormats", log]),
        module("RollcallMessages", in: "Shared", ["LambdaEvents", "WireFormats"]),
        module("RollcallServices", in: "Shared", ["AWSClients", "RollcallMessages"]),
        // What stands around the work of both functions.
        module(
            "RollcallFunction", in: "Shared",
            ["AWSClients", "CProcess", "LambdaEvents", "LambdaRuntime", "RollcallMessages", "RollcallServices", log]),

        // The Lambda custom runtime, usable alone.
        library("CProcess", in: "Runtime"),
        module(
            "LambdaRuntime", in: "Runtime",
            [
                "CCurl", "CProcess", "WireFormats", log,
                .target(name: "LambdaLoopback", condition: .when(traits: ["LocalRun"])),
            ]),
        module("LambdaRuntimeJSON", in: "Runtime", ["LambdaRuntime", "WireFormats"]),
        module("LambdaEvents", in: "Runtime", ["WireFormats"]),
        // What functions of a kind have in common: nobody pays for what they do not use.
        module("LambdaHTTP", in: "Runtime", ["LambdaEvents", "LambdaRuntime", "WireFormats", log]),
        module("LambdaBatch", in: "Runtime", ["LambdaEvents", "LambdaRuntime", "LambdaRuntimeJSON", log]),
        module("LambdaMetrics", in: "Runtime", ["WireFormats"]),
        // What calls AWS's services, and so needs a libcurl with TLS.
        module("LambdaIdempotency", in: "Runtime", ["AWSClients", "LambdaRuntime", "WireFormats"]),
        module("LambdaParameters", in: "Runtime", ["AWSClients", "WireFormats"]),
        // Any HTTP server as a function.
        module(
            "LambdaWebAdapter", in: "Runtime",
            ["CCurl", "LambdaEvents", "LambdaHTTP", "LambdaRuntime", "WireFormats"]),
        program("WebAdapterBootstrap", in: "Runtime", ["LambdaWebAdapter"]),
        // What joins the runtime to other packages of the server's world.
        module(
            "LambdaServices", in: "Runtime",
            [
                "LambdaRuntime", log,
                ecosystem("ServiceLifecycle", of: "swift-service-lifecycle", "ServiceLifecycle"),
            ]),
        module(
            "LambdaTracing", in: "Runtime",
            ["LambdaRuntime", log, ecosystem("Tracing", of: "swift-distributed-tracing", "Tracing")]),
        module(
            "LambdaSwiftMetrics", in: "Runtime",
            ["LambdaMetrics", ecosystem("CoreMetrics", of: "swift-metrics", "SwiftMetrics")]),
        // CloudWatch's events are compressed: who takes them needs zlib.
        module("LambdaLogEvents", in: "Runtime", ["CZlib", "WireFormats"]),
        .target(
            name: "LambdaSamples", path: "Sources/Runtime/LambdaSamples",
            resources: [.embedInCode("samples")], swiftSettings: swiftSettings),
        module("LambdaLoopback", in: "Runtime", ["WireFormats"]),
        module("LambdaTesting", in: "Runtime", ["LambdaLoopback", "LambdaRuntime", "WireFormats"]),

        // `swift package lambda`: builds, runs and invokes functions.
        .plugin(
            name: "Lambda",
            capability: .command(
                intent: .custom(
                    verb: "lambda", description: "Build, run and invoke a Lambda function: see --help."))),

        // Clip in, JPEGs out, without a network; and the function around it.
        library("CFFmpeg", in: "Extractor"),
        module("FrameExtraction", in: "Extractor", ["CFFmpeg", "CJPEG"]),
        program(
            "Extractor", in: "Extractor",
            [
                "AWSClients", "FrameExtraction", "LambdaRuntime", "RollcallFunction", "RollcallMessages",
                "RollcallServices", "WireFormats", log,
            ]),

        // Pictures in, names out, without a network; and the function around it.
        // Neural networks, in C. A debug build is optimized too: else a face would take a second.
        .target(
            name: "CNeuralNetwork",
            path: "Sources/Recognizer/CNeuralNetwork",
            cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        // Embeddings and whose they are: no pictures, so that the client has it too.
        module("FaceMatching", in: "Recognizer"),
        module("FaceRecognition", in: "Recognizer", ["CJPEG", "CNeuralNetwork", "FaceMatching"]),
        program(
            "Accuracy", in: "Recognizer", ["Charts", "FaceRecognition", "FrameExtraction", argumentParser]),
        program(
            "Recognizer", in: "Recognizer",
            [
                "AWSClients", "FaceRecognition", "LambdaRuntime", "RollcallFunction", "RollcallMessages",
                "RollcallServices", "WireFormats", log,
            ]),

        // The command rollcall.
        library("CMosquitto", in: "PiClient"),
        // The page's server: the only module that knows Hummingbird.
        .target(
            name: "RollcallPage",
            dependencies: [
                "COpenSSL", "CZlib", log, rollcall("Hummingbird", of: "hummingbird"),
                .product(
                    name: "HummingbirdTLS", package: "hummingbird", condition: .when(traits: ["PageTLS"])),
                "WireFormats",
            ], path: "Sources/PiClient/RollcallPage", resources: [.embedInCode("Site")],
            swiftSettings: swiftSettings),
        program(
            "PiClient", in: "PiClient",
            [
                "AWSClients", "CMosquitto", "COpenSSL", "Charts", "FaceMatching", "RollcallMessages",
                "RollcallPage",
                "RollcallServices", "WireFormats", argumentParser, log,
                rollcall("Histogram", of: "hdrhistogram-swift"),
            ], embedding: ["report.html", "report.css", "report.js"].map { "Report/Page/\($0)" }
                + ["Costs/prices.json"]),

        // The Lambda service on this machine.
        program("LocalLambda", in: "LocalLambda", ["LambdaLoopback", "WireFormats", argumentParser]),

        // Tests: one folder a module, and EndToEnd.
        testSupport("TestSupport", in: "Shared", ["LambdaLoopback", "RollcallMessages"]),
        tests(of: "WireFormats", in: "Shared", []),
        tests(of: "AWSClients", in: "Shared", ["WireFormats"]),
        tests(of: "RollcallMessages", in: "Shared", ["LambdaEvents"]),
        tests(of: "RollcallServices", in: "Shared", ["AWSClients", "LambdaLoopback", "RollcallMessages"]),
        tests(
            of: "RollcallFunction", in: "Shared",
            ["AWSClients", "LambdaRuntime", "LambdaTesting", "RollcallMessages"]),
        .executableTarget(
            name: "RuntimeTestFunction",
            dependencies: ["LambdaRuntime", "LambdaRuntimeJSON", log],
            path: "Tests/Runtime/RuntimeTestFunction",
            swiftSettings: swiftSettings
        ),
        tests(
            of: "LambdaRuntime", in: "Runtime",
            [
                "LambdaEvents", "LambdaRuntimeJSON", "LambdaTesting", "RuntimeTestFunction", "WireFormats",
            ]),
        tests(of: "LambdaRuntimeJSON", in: "Runtime", ["LambdaRuntime", "LambdaTesting"]),
        // Of `scripts/lambda`, which the plugin runs: no target depends on a plugin's code.
        .testTarget(
            name: "LambdaPluginTests",
            dependencies: ["LambdaSamples", "RuntimeTestFunction", "TestSupport"],
            path: "Tests/Runtime/LambdaPluginTests",
            swiftSettings: swiftSettings
        ),
        tests(of: "LambdaEvents", in: "Runtime", ["LambdaLogEvents", "LambdaSamples", "WireFormats"]),
        tests(of: "LambdaLogEvents", in: "Runtime", ["LambdaSamples", "WireFormats"]),
        tests(of: "LambdaSamples", in: "Runtime", ["LambdaEvents", "WireFormats"]),
        tests(of: "LambdaLoopback", in: "Runtime", ["WireFormats"]),
        tests(
            of: "LambdaHTTP", in: "Runtime",
            ["LambdaEvents", "LambdaRuntime", "LambdaSamples", "LambdaTesting", "WireFormats"]),
        tests(
            of: "LambdaBatch", in: "Runtime",
            ["LambdaEvents", "LambdaRuntime", "LambdaRuntimeJSON", "LambdaTesting"]),
        tests(of: "LambdaMetrics", in: "Runtime", ["WireFormats"]),
        tests(
            of: "LambdaIdempotency", in: "Runtime",
            ["AWSClients", "LambdaRuntime", "LambdaTesting", "WireFormats"]),
        tests(of: "LambdaParameters", in: "Runtime", ["AWSClients", "WireFormats"]),
        .executableTarget(
            name: "WebAdapterTestServer",
            dependencies: [rollcall("Hummingbird", of: "hummingbird")],
            path: "Tests/Runtime/WebAdapterTestServer",
            swiftSettings: swiftSettings
        ),
        tests(
            of: "LambdaWebAdapter", in: "Runtime",
            [
                "LambdaRuntime", "LambdaSamples", "LambdaTesting", "WebAdapterBootstrap",
                "WebAdapterTestServer", "WireFormats",
            ]),
        tests(
            of: "LambdaServices", in: "Runtime",
            [
                "LambdaRuntime", "LambdaTesting", log,
                ecosystem("ServiceLifecycle", of: "swift-service-lifecycle", "ServiceLifecycle"),
            ]),
        tests(
            of: "LambdaTracing", in: "Runtime",
            [
                "LambdaRuntime", "LambdaTesting", log,
                ecosystem("Tracing", of: "swift-distributed-tracing", "Tracing"),
                ecosystem("InMemoryTracing", of: "swift-distributed-tracing", "Tracing"),
            ]),
        tests(
            of: "LambdaSwiftMetrics", in: "Runtime",
            ["WireFormats", ecosystem("CoreMetrics", of: "swift-metrics", "SwiftMetrics")]),
        tests(of: "FrameExtraction", in: "Extractor", ["CFFmpeg", "CJPEG"]),
        tests(
            of: "Extractor", in: "Extractor",
            [
                "AWSClients", "LambdaTesting", "RollcallFunction", "RollcallMessages", "RollcallServices",
                "WireFormats",
            ]),
        testSupport("FaceTestSupport", in: "Recognizer", ["FaceRecognition", "TestSupport"]),
        tests(of: "CNeuralNetwork", in: "Recognizer", ["FaceTestSupport"]),
        tests(of: "FaceMatching", in: "Recognizer", []),
        tests(of: "FaceRecognition", in: "Recognizer", ["FaceTestSupport"]),
        tests(
            of: "Recognizer", in: "Recognizer",
            [
                "AWSClients", "FaceRecognition", "FaceTestSupport", "LambdaRuntime", "LambdaTesting",
                "RollcallMessages", "RollcallServices", "WireFormats",
            ]),
        tests(
            of: "PiClient", in: "PiClient",
            [
                "AWSClients", "Charts", "FaceMatching", "RollcallMessages", "RollcallPage",
                "RollcallServices", "RuntimeTestFunction", "WireFormats",
            ]),
        tests(of: "RollcallPage", in: "PiClient", []),
        tests(of: "LocalLambda", in: "LocalLambda", ["RuntimeTestFunction"], excluding: ["Fixtures"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AWSClients", "Extractor", "LocalLambda", "PiClient", "RollcallMessages", "RollcallServices",
                "Recognizer", "TestSupport",
            ],
            path: "Tests/EndToEndTests",
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
    ]
)

// Only who writes documentation needs the plugin.
if Context.environment["ROLLCALL_DOCS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
