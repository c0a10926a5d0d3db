import RollcallServices

/// Rolls as one HTML page that needs nothing else and prints on paper, a roll a page.
struct RollPage: RollFormat {
    func text(of rolls: [Roll]) -> DisplayText {
        DisplayText(
            page: """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>Roll</title><style>\(Self.style)</style></head><body>
                \(rolls.map(section).joined(separator: "\n"))
                </body></html>
                """)
    }

    private func section(_ roll: Roll) -> String {
        let rows = roll.entries.map(row).joined(separator: "\n")
        return """
            <section><h1>\(roll.title.htmlText)</h1><p>\(roll.summary.htmlText)</p>
            <table><thead><tr><th scope="col">Name</th><th scope="col">Status</th><th scope="col">First</th>\
            <th scope="col">Last</th><th scope="col">Minutes</th><th scope="col">Note</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table></section>
            """
    }

    private func row(_ entry: RollEntry) -> String {
        return """
            <tr><th scope="row">\(entry.name.htmlText)</th>\
            <td class="\(entry.status.rawValue)">\(entry.status.rawValue)</td>\
            <td>\(entry.first?.clockTime ?? "")</td><td>\(entry.last?.clockTime ?? "")</td>\
            <td class="number">\(entry.minutes)</td><td>\(entry.notes.htmlText)</td></tr>
            """
    }

    private static let style = """
        :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
        body { margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; }
        section + section { margin-top: 3rem; break-before: page; }
        h1 { font-size: 1.3rem; margin: 0; } p { margin: .2rem 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); font-weight: normal; }
        thead th { font-weight: 600; } .number { text-align: right; font-variant-numeric: tabular-nums; }
        .present::before { content: "✓ "; } .late::before { content: "◷ "; } .absent::before { content: "✗ "; }
        .excused::before { content: "○ "; } .absent { font-weight: 600; }
        @media print { body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; } @page { margin: 15mm; } }
        """
}
