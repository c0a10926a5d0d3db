// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "examples",
    // The local server of the runtime is left out by `--disable-default-traits`.
    traits: [.default(enabledTraits: ["LocalRun"]), "LocalRun"],
    dependencies: [
        .package(
            name: "rollcall", path: "..",
            traits: [.trait(name: "LocalRun", condition: .when(traits: ["LocalRun"]))])
    ],
    targets: [
        .executableTarget(
            name: "Echo", dependencies: [.product(name: "LambdaRuntime", package: "rollcall")]),
        .executableTarget(
            name: "JSONEcho", dependencies: [.product(name: "LambdaRuntimeJSON", package: "rollcall")]),
        .executableTarget(
            name: "Notes",
            dependencies: [
                .product(name: "LambdaEvents", package: "rollcall"),
                .product(name: "LambdaRuntimeJSON", package: "rollcall"),
            ]),
        .executableTarget(
            name: "Countdown", dependencies: [.product(name: "LambdaRuntime", package: "rollcall")]),
    ]
)
