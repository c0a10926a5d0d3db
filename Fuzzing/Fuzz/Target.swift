/// Whatever reads bytes from outside the process. `corpus/` has a folder of small inputs for each.
enum Target: String, CaseIterable {
    case clip, jpeg, cutter, json, extractorEvent, recognizerEvent, lambdaEvent, xml, awsFile, csv, gallery,
        weights, base64

    func run(_ input: [UInt8]) {
        switch self {
        case .clip: Self.decodeClip(input)
        case .jpeg: Self.decodeJPEG(input)
        case .cutter: Self.cut(input)
        case .json: Self.roundTripJSON(input)
        case .extractorEvent: Self.readExtractorEvent(input)
        case .recognizerEvent: Self.readRecognizerEvent(input)
        case .lambdaEvent: Self.readLambdaEvents(input)
        case .xml: Self.readXML(input)
        case .awsFile: Self.readAWSFile(input)
        case .csv: Self.readCSV(input)
        case .gallery: Self.readGallery(input)
        case .weights: Self.openWeights(input)
        case .base64: Self.decodeBase64(input)
        }
    }
}
