/// What the Recognizer can be asked to do.
package enum RecognizerRequest: Hashable, Sendable {
    /// Say who is in a clip's frames.
    case recognize(RecognitionRequest)
    /// Learn a person's face from photographs.
    case enroll(EnrollmentRequest)
    /// Remember whose a face of a past clip is, or is not.
    case correct(CorrectionRequest)
    /// Say which networks there are.
    case models
}

extension RecognizerRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case enroll, correct, models
    }

    /// Reads `{"enroll":{…}}`, `{"correct":{…}}`, `{"models":{}}`, or one of the shapes of `RecognitionRequest`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.enroll) {
            self = .enroll(try container.decode(EnrollmentRequest.self, forKey: .enroll))
        } else if container.contains(.correct) {
            self = .correct(try container.decode(CorrectionRequest.self, forKey: .correct))
        } else if container.contains(.models) {
            self = .models
        } else {
            self = .recognize(try RecognitionRequest(from: decoder))
        }
    }

    /// Writes what `init(from:)` reads.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .recognize(let request):
            try request.encode(to: encoder)
        case .enroll(let request):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(request, forKey: .enroll)
        case .correct(let request):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(request, forKey: .correct)
        case .models:
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode([String: String](), forKey: .models)
        }
    }
}
