import FaceRecognition
import Foundation

extension RecognitionSystem {
    /// Rollcall: photographs to enroll go through the gate, all others are portraits.
    ///
    /// - Parameter refusals: Filled with the reasons of refused photographs, by person.
    static func rollcall(
        _ data: Dataset, enrolling count: Int, models: FaceModels, settings: RecognitionSettings,
        refusals: inout [String: [String]]
    ) throws -> RecognitionSystem {
        let gate = EnrollmentGate(models: models)
        let recognizer = ClipRecognizer(models: models, settings: settings)
        var people: [Person] = []
        for (name, photographs) in data.people.sorted(by: { $0.key < $1.key }) {
            let files = try photographs.map { [UInt8](try Data(contentsOf: $0)) }
            let verdicts = try gate.judge(Array(files.prefix(count)), of: name, gallery: Gallery())
            for case .failure(let refusal) in verdicts {
                refusals[name, default: []].append(refusal.description)
            }
            people.append(
                Person(
                    name: name, enrollment: verdicts.map { try? $0.get().components },
                    probes: try files.dropFirst(count).map {
                        try recognizer.portraitFace(in: $0)?.components
                    }))
        }
        return RecognitionSystem(
            name: "Rollcall", comparison: .mean,
            threshold: { recognizer.threshold(people: $0, photographs: $1) }, people: people)
    }
}
