// The standard library has both forms, which it compares texts by, without a public name for them as yet
// (swift-evolution, pull request 2512). Foundation's would bring ICU's 30 MB into the functions.
@_spi(_Unicode) internal import Swift

extension String {
    /// The text in normalization form C (Unicode Standard Annex #15).
    var composed: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: _nfc)
        return String(scalars)
    }

    /// The text in normalization form D.
    var decomposed: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: _nfd)
        return String(scalars)
    }
}
