// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "rollcall-benchmarks",
    dependencies: [
        .package(name: "rollcall", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .executableTarget(
            name: "FrameBenchmark",
            dependencies: [
                .product(name: "FrameExtraction", package: "rollcall"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "RecognizerBenchmark",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "FaceRecognition", package: "rollcall"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
