import RollcallMessages
import Testing

@testable import PiClient

struct PresenceTests {
    private static let start: Int64 = 1_795_435_200_000
    private var presence = Presence(device: "lab", settings: NoticeSettings(), start: start)

    private func result(_ names: [String?], second: Int64, isPreview: Bool = false) -> RecognitionResult {
        let box = BoundingBox(x: 0, y: 0, width: 50, height: 50)
        var result = RecognitionResult(
            identity: ClipIdentity(device: "lab", timestamp: Self.start + second * 1000),
            clipKey: "lab/\(second).h264", status: .recognized,
            people: names.map { RecognizedFace(box: box, name: $0, major: nil, year: nil) }, confidence: 1,
            timings: Timings())
        result.isPreview = isPreview
        return result
    }

    @Test mutating func aPersonArrivesOnceAndLeavesWhenNobodySawThemForTenMinutes() {
        let arrival = presence.see(result(["Ada"], second: 1))
        #expect(arrival.map(\.kind) == [.arrived])
        #expect(arrival.first?.name == "Ada")
        #expect(arrival.first?.clip == "lab/1.h264")
        #expect(presence.see(result(["Ada"], second: 2)) == [])
        _ = presence.recordFilmed(at: Self.start + 600_000)
        #expect(presence.pass(to: Self.start + 601_999) == [])
        let departure = presence.pass(to: Self.start + 602_000)
        #expect(departure.map(\.kind) == [.left])
        #expect(departure.first?.time == Self.start + 2000, "when they were seen last")
        #expect(presence.pass(to: Self.start + 603_000) == [])
        #expect(presence.see(result(["Ada"], second: 700)).map(\.kind) == [.arrived])
    }

    @Test mutating func aClipThatComesLateOrTwiceTellsNothingNew() {
        #expect(presence.see(result(["Ada"], second: 1)).count == 1)
        _ = presence.recordFilmed(at: Self.start + 605_000)
        #expect(presence.pass(to: Self.start + 605_000).map(\.kind) == [.left])
        #expect(presence.see(result(["Ada"], second: 1)) == [], "she was gone after it")
        #expect(presence.see(result(["Ada"], second: 0)) == [])
        #expect(presence.lastSeen("Ada") == Self.start + 1000)
    }

    @Test mutating func whoGoesAndComesIsToldOfOnceInTheCoolDown() {
        var settings = NoticeSettings()
        settings.leftMinutes = 1
        presence = Presence(device: "lab", settings: settings, start: Self.start)
        var told: [Notice.Kind] = []
        for second in stride(from: Int64(0), to: 600, by: 100) {
            told += presence.see(result(["Ada"], second: second)).map(\.kind)
            _ = presence.recordFilmed(at: Self.start + second * 1000 + 70_000)
            told += presence.pass(to: Self.start + second * 1000 + 70_000).map(\.kind)
        }
        #expect(told.count { $0 == .arrived } == 1)
    }

    @Test mutating func strangersAreToldOfOnceInTheCoolDown() {
        #expect(presence.see(result([nil, nil], second: 1)).map(\.kind) == [.stranger])
        #expect(presence.see(result([nil], second: 500)) == [])
        #expect(presence.see(result(["Ada", nil], second: 601)).map(\.kind) == [.arrived, .stranger])
    }

    @Test mutating func aFirstPictureTellsNothing() {
        #expect(presence.see(result(["Ada"], second: 1, isPreview: true)) == [])
        #expect(presence.see(result(["Ada"], second: 1)).count == 1)
    }

    @Test mutating func aCameraWithoutVideoIsSilentUntilThereIsVideoAndNobodyLeavesMeanwhile() {
        _ = presence.see(result(["Ada"], second: 1))
        #expect(presence.recordFilmed(at: Self.start + 1000) == [])
        #expect(presence.pass(to: Self.start + 30_999) == [])
        let silence = presence.pass(to: Self.start + 31_000)
        #expect(silence.map(\.kind) == [.silent])
        #expect(silence.first?.time == Self.start + 1000)
        #expect(presence.pass(to: Self.start + 3_600_000) == [])
        #expect(presence.recordFilmed(at: Self.start + 3_600_000).map(\.kind) == [.filming])
        #expect(presence.pass(to: Self.start + 3_601_000).map(\.kind) == [.left])
    }
}
