import Testing

@testable import RollcallServices

struct DeviceAliasTests {
    @Test(arguments: [
        ("lab", "lab"), ("lab-1", "lab-1"), ("lab_1", "lab_5F1"), ("lab/door", "lab_2Fdoor"), ("7", "_37"),
        ("12", "_312"), ("1a", "1a"), ("büro", "b_C3_BCro"), ("bu\u{308}ro", "bu_CC_88ro"),
        ("東", "_E6_9D_B1"),
        ("-", "-"),
    ])
    func everyDeviceHasAnAliasAndItsAliasNamesIt(device: String, name: String) throws {
        #expect(DeviceAlias(device: device).name == name)
        let alias = try #require(DeviceAlias(name: name))
        #expect(alias.device.utf8.elementsEqual(device.utf8))
        // What CreateAlias takes.
        #expect(name.utf8.contains { !(0x30...0x39).contains($0) })
    }

    /// An alias that another hand made must not name a device a second time.
    @Test(arguments: [
        "", "7", "_6Cab", "lab_5f1", "lab_", "lab_5", "lab_ZZ", "_+1", "_FF", "lab.1", "lab 1", "_31x",
    ])
    func anAliasOfAnotherSpellingIsNoDevices(name: String) {
        #expect(DeviceAlias(name: name) == nil)
    }

    @Test(arguments: [
        ("Extractor", "Extractor", "Extractor"), ("Extractor:{device}", "Extractor:lab_2F1", "Extractor"),
        (
            "arn:aws:lambda:r:1:function:E:{device}", "arn:aws:lambda:r:1:function:E:lab_2F1",
            "arn:aws:lambda:r:1:function:E"
        ),
        ("Extractor:live", "Extractor:live", "Extractor:live"),
    ])
    func aFunctionsNameHasAPlaceForIt(setting: String, function: String, withoutAlias: String) {
        #expect(DeviceAlias.function(setting, of: "lab/1") == function)
        #expect(DeviceAlias.function(withoutAlias: setting) == withoutAlias)
    }
}
