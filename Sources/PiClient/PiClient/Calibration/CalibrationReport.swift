import Charts
import FaceMatching
import RollcallMessages

/// What `rollcall calibrate` shows.
struct CalibrationReport: Encodable {
    struct Row: Encodable, Equatable {
        let threshold: Double
        let missed: Double
        let strangersNamed: Double

        init(_ cost: Calibration.Cost) {
            (threshold, missed, strangersNamed) = (cost.threshold, cost.missed, cost.strangersNamed)
        }
    }

    /// Two people who may be one.
    struct Lookalikes: Encodable, Equatable {
        let names: [PersonName]
        let distance: Double

        var text: String {
            let names = names.map(\.text).joined(separator: " and ")
            return "\(names) may be one person (distance \(distance.fixed(2))). "
                + "If they are, remove one with `rollcall students remove`."
        }
    }

    let people: Int
    let ownFaces: Int
    let strangers: Int
    /// What is in use where none is set.
    let standard: Row
    /// What names at most the share of strangers that was asked for.
    let suggested: Row
    /// Whether there are faces enough to tell that share.
    let tellsTheShare: Bool
    let rows: [Row]
    /// How large the network's distances are beside those of dlib's.
    private let scale: Double
    let lookalikes: [Lookalikes]

    /// - Parameters:
    ///   - names: The people's names, in their order.
    ///   - share: The share of strangers that may be named, 0 to 1.
    init(_ calibration: Calibration, names: [PersonName], strangers share: Double) {
        lookalikes = Self.lookalikes(calibration, names)
        people = calibration.people
        ownFaces = calibration.ownFaces
        strangers = calibration.strangers
        standard = Row(calibration.cost(of: calibration.standard))
        suggested = Row(calibration.cost(of: calibration.threshold(namingAtMost: share)))
        tellsTheShare = calibration.tells(share)
        let scale = calibration.naming.scale
        self.scale = scale
        rows = stride(from: 200, through: 500, by: 10).map {
            Row(calibration.cost(of: Double($0) / 1000 * scale))
        }
    }

    func lines() -> [String] {
        var lines = [
            "\(people) people; \(ownFaces) of their faces looked up, and \(strangers) faces as strangers'",
            "",
            "threshold  own missed  strangers named",
        ]
        lines += stride(from: 0, to: rows.count, by: 2).map { line(rows[$0], "") }
        lines += ["", line(standard, "  in use by default"), line(suggested, "  suggested"), ""]
        if tellsTheShare {
            lines.append(
                "To use it: set ROLLCALL_THRESHOLD=\(suggested.threshold.fixed(3)) in the Recognizer's environment."
            )
        } else {
            lines.append(
                "These are too few faces to suggest another than the default: it takes \(Calibration.fewestFaces) of people "
                    + "with two or more, and so many strangers that one is no more than the share. Enroll more first."
            )
        }
        lines += lookalikes.map(\.text)
        return lines
    }

    /// Both shares by the threshold, on an axis on which 1 % is told from 2 %.
    func chart() -> String {
        LineChart(
            "What the threshold costs: \(people) people, \(ownFaces) faces",
            horizontal: LineChart.Axis(
                "threshold", range: 0.2 * scale...0.5 * scale,
                marks: stride(from: 0.2, through: 0.501, by: 0.05).map { $0 * scale }),
            vertical: LineChart.Axis(
                "share, % (none: at the bottom)", range: 0.1...100,
                marks: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100], scale: .logarithmic(least: 0.1)),
            curves: [
                LineChart.Curve("own faces missed", points: rows.map { ($0.threshold, $0.missed * 100) }),
                LineChart.Curve(
                    "strangers named", points: rows.map { ($0.threshold, $0.strangersNamed * 100) }),
            ],
            mark: (suggested.threshold, "suggested: \(suggested.threshold.fixed(3))")
        ).svg()
    }

    static func lookalikes(_ calibration: Calibration, _ names: [PersonName]) -> [Lookalikes] {
        calibration.lookalikes.map { pair in
            Lookalikes(names: pair.people.map { names[$0] }, distance: pair.distance)
        }
    }

    private func line(_ row: Row, _ note: String) -> String {
        row.threshold.fixed(3).padded(9, onTheLeft: true)
            + ((row.missed * 100).fixed(1) + " %").padded(12, onTheLeft: true)
            + ((row.strangersNamed * 100).fixed(1) + " %").padded(17, onTheLeft: true) + note
    }
}
