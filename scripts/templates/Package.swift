// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "<NAME>",
    // The local server, which `swift package lambda build` leaves out.
    traits: [.default(enabledTraits: ["LocalRun"]), "LocalRun"],
    dependencies: [
        .package(
            <DEPENDENCY>,
            traits: [.trait(name: "LocalRun", condition: .when(traits: ["LocalRun"]))])
    ],
    targets: [
        .executableTarget(
            name: "<NAME>",
            dependencies: [
<PRODUCTS>            ]),
        .testTarget(
            name: "<NAME>Tests",
            dependencies: [
                "<NAME>",
<TESTED>            ]),
    ]
)
