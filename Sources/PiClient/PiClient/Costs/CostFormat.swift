import AWSClients
import RollcallMessages

/// A cost report for people, and for programs.
struct CostFormat {
    let report: CostReport

    private struct Document: Encodable {
        struct Dollars: Encodable {
            let total: Double
            let hour: Double
            let day: Double
            let month: Double
        }

        struct Prices: Encodable {
            let date: String
            let region: String
            let source: String
        }

        let device: String
        let hours: Double
        let clips: Int
        let clipsWithPeople: Int
        let heldBack: Int
        let usage: [String: Double]
        let services: [PriceTable.Cost]
        let dollars: Dollars
        let settings: [CostReport.Kept]
        let prices: Prices
    }

    /// One line of JSON.
    func json() throws -> DisplayText {
        let hour = report.hourly(report.dollars)
        return try DisplayText(
            json: Document(
                device: report.run.device, hours: report.run.hours, clips: report.run.clips,
                clipsWithPeople: report.run.clipsWithPeople, heldBack: report.run.heldBack ?? 0,
                usage: report.run.total.amounts,
                services: report.costs,
                dollars: Document.Dollars(
                    total: report.dollars, hour: hour, day: hour * 24, month: hour * 24 * 30),
                settings: report.settings,
                prices: Document.Prices(
                    date: report.prices.date, region: report.prices.region, source: report.prices.source)))
    }

    /// Tables in columns.
    func text() -> DisplayText {
        let run = report.run
        let time: DisplayText = "\(run.device): \((run.hours * 60).fixed(1)) minutes"
        let header: DisplayText =
            "\(time), \(run.clips) clips with a result, \(run.clipsWithPeople) of them with somebody"
        var lines: [DisplayText] = [header]
        if let heldBack = run.heldBack, heldBack > 0 {
            lines.append("\(heldBack) clips held back by the gate")
        }
        lines.append("")
        lines.append(Self.row("", "", ["so far", "an hour", "a day", "a month"]))
        for cost in report.costs { lines.append(row(cost.name, cost.amount, cost.dollars)) }
        lines.append(row("Total", "", report.dollars))
        lines +=
            [""] + settings() + [
                "",
                "US dollars, list prices of \(report.prices.region), \(report.prices.date), without the free tier.",
                "From \(report.prices.source).",
                "A month has 30 days of 24 hours like these. Logs, alarms and images are not in it: see docs/costs.md.",
            ]
        return DisplayText(lines: lines)
    }

    /// What an hour would have cost with other settings.
    private func settings() -> [DisplayText] {
        if let route = report.run.route, report.settings.isEmpty {
            let others = Route.allCases.filter { $0.carrier == .event }.map(\.name).joined(separator: ", ")
            return [
                "With the route \(route.name) all frames and clips go through S3.",
                "What the functions keep can be less, and cost less, with \(others).",
            ]
        }
        let hours = Dictionary(grouping: report.settings, by: \.frames)
        return ["An hour with other settings of the functions, without storage:"]
            + [Self.row("", "", ["clips all", "people", "none"])]
            + CostReport.frames.map { frames in
                Self.row("frames \(frames)", "", (hours[frames] ?? []).map { Self.money($0.hour) })
            } + ["Frames seen: at most, since a clip that shows the same as the one before keeps none."]
    }

    private func row(_ name: String, _ amount: String, _ dollars: Double) -> DisplayText {
        let hour = report.hourly(dollars)
        return Self.row(name, amount, [dollars, hour, hour * 24, hour * 24 * 30].map(Self.money))
    }

    private static func money(_ dollars: Double) -> String { dollars.fixed(dollars >= 100 ? 2 : 4) }

    private static func row(_ name: String, _ amount: String, _ values: [String]) -> DisplayText {
        let columns = values.map { $0.padded(11, onTheLeft: true) }.joined()
        return "\(name.padded(20))\(amount.padded(28))\(columns)"
    }
}
