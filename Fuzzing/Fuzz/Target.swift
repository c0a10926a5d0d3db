/// Whatever reads bytes from outside the process. `corpus/` has a folder of small inputs for each.
enum Target: String, CaseIterable {
    case clip, jpeg, pictures, cutter, json, extractorEvent, recognizerEvent, lambdaEvent, logEvent, xml,
        awsFile,
        base64, gallery, model, headers, http, settings, students, timetable, name, shown

    func run(_ input: [UInt8]) {
        switch self {
        case .clip: Self.decodeClip(input)
        case .jpeg: Self.decodeJPEG(input)
        case .pictures: Self.splitPictures(input)
        case .cutter: Self.cut(input)
        case .json: Self.roundTripJSON(input)
        case .extractorEvent: Self.readExtractorEvent(input)
        case .recognizerEvent: Self.readRecognizerEvent(input)
        case .lambdaEvent: Self.readLambdaEvents(input)
        case .logEvent: Self.unpackLogEvent(input)
        case .xml: Self.readXML(input)
        case .awsFile: Self.readAWSFile(input)
        case .base64: Self.decodeBase64(input)
        case .gallery: Self.readGallery(input)
        case .model: Self.runModel(input)
        case .headers: Self.readHeaderLines(input)
        case .http: Self.readRequests(input)
        case .settings: Self.readSettings(input)
        case .students: Self.readStudents(input)
        case .timetable: Self.readTimetable(input)
        case .name: Self.readName(input)
        case .shown: Self.showText(input)
        }
    }
}
