/// A picture of curves, as an SVG file (W3C, "Scalable Vector Graphics 1.1").
package struct LineChart: Sendable {
    /// What numbers of an axis are.
    package enum Scale: Sendable {
        case linear
        /// Equal steps for equal factors; what is below the least is drawn at it.
        case logarithmic(least: Double)
    }

    /// An axis: what it shows, from where to where, and where it has a number.
    package struct Axis: Sendable {
        let title: String
        let range: ClosedRange<Double>
        let scale: Scale
        let marks: [Double]

        /// An axis.
        package init(_ title: String, range: ClosedRange<Double>, marks: [Double], scale: Scale = .linear) {
            self.title = title
            self.range = range
            self.marks = marks
            self.scale = scale
        }

        /// Where a value is on the axis: 0 at its beginning, 1 at its end, and not beyond.
        func place(_ value: Double) -> Double {
            let inside = min(max(value, range.lowerBound), range.upperBound)
            switch scale {
            case .linear:
                return (inside - range.lowerBound) / (range.upperBound - range.lowerBound)
            case .logarithmic(let least):
                let (low, high) = (max(range.lowerBound, least), range.upperBound)
                return logarithm(max(inside, low) / low) / logarithm(high / low)
            }
        }
    }

    /// A curve and its name.
    package struct Curve: Sendable {
        let name: String
        let points: [(x: Double, y: Double)]

        /// A curve through points, in their order.
        package init(_ name: String, points: [(x: Double, y: Double)]) {
            self.name = name
            self.points = points
        }
    }

    private let title: String
    private let horizontal: Axis
    private let vertical: Axis
    private let curves: [Curve]
    /// A vertical line with a word above it.
    private let mark: (x: Double, text: String)?

    /// A chart of at most eight curves.
    package init(
        _ title: String, horizontal: Axis, vertical: Axis, curves: [Curve],
        mark: (x: Double, text: String)? = nil
    ) {
        self.title = title
        self.horizontal = horizontal
        self.vertical = vertical
        self.curves = curves
        self.mark = mark
    }

    private static let size = (width: 760.0, height: 460.0)
    private static let plot = (left: 70.0, top: 50.0, width: 460.0, height: 340.0)
    /// Told apart by those who do not see red and green as different, too (Okabe and Ito, "Color Universal Design").
    private static let colors = [
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999",
    ]

    /// The file.
    package func svg() -> String {
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.size.width) \(Self.size.height)\" "
                + "font-family=\"sans-serif\" font-size=\"13\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            text(title, x: Self.plot.left, y: 28, attributes: "font-size=\"16\" font-weight=\"bold\""),
        ]
        lines += axes()
        for (index, curve) in curves.enumerated() { lines += draw(curve, index) }
        if let mark {
            let x = x(mark.x)
            let bottom = Self.plot.top + Self.plot.height
            lines += [
                line(from: (x, Self.plot.top), to: (x, bottom), "stroke=\"black\" stroke-dasharray=\"4 3\""),
                // Above the plot, where no curve goes through it.
                text(mark.text, x: x, y: Self.plot.top - 6, attributes: "text-anchor=\"middle\""),
            ]
        }
        return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private func axes() -> [String] {
        let (left, top) = (Self.plot.left, Self.plot.top)
        let (right, bottom) = (left + Self.plot.width, top + Self.plot.height)
        var lines: [String] = []
        for mark in horizontal.marks {
            lines.append(line(from: (x(mark), top), to: (x(mark), bottom), "stroke=\"#ddd\""))
            lines.append(
                text(number(mark), x: x(mark), y: bottom + 18, attributes: "text-anchor=\"middle\""))
        }
        for mark in vertical.marks {
            lines.append(line(from: (left, y(mark)), to: (right, y(mark)), "stroke=\"#ddd\""))
            lines.append(
                text(number(mark), x: left - 8, y: y(mark) + 4, attributes: "text-anchor=\"end\""))
        }
        lines.append(
            "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(Self.plot.width)\" height=\"\(Self.plot.height)\" "
                + "fill=\"none\" stroke=\"black\"/>")
        let middle = (x: left + Self.plot.width / 2, y: top + Self.plot.height / 2)
        lines.append(
            text(horizontal.title, x: middle.x, y: bottom + 42, attributes: "text-anchor=\"middle\""))
        lines.append(
            text(
                vertical.title, x: 20, y: middle.y,
                attributes: "text-anchor=\"middle\" transform=\"rotate(-90 20 \(middle.y))\""))
        return lines
    }

    private func draw(_ curve: Curve, _ index: Int) -> [String] {
        let color = Self.colors[index % Self.colors.count]
        // Told apart without colors, too.
        let dashes = index % 2 == 1 ? " stroke-dasharray=\"7 3\"" : ""
        let style = "fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"\(dashes)"
        let points = curve.points.map { "\(number(x($0.x))),\(number(y($0.y)))" }
        let (keyX, keyY) = (
            Self.plot.left + Self.plot.width + 16, Self.plot.top + 14 + Double(index) * 22
        )
        return [
            "<polyline points=\"\(points.joined(separator: " "))\" \(style)/>",
            line(from: (keyX, keyY - 4), to: (keyX + 24, keyY - 4), style),
            text(curve.name, x: keyX + 30, y: keyY),
        ]
    }

    private func x(_ value: Double) -> Double { Self.plot.left + horizontal.place(value) * Self.plot.width }
    private func y(_ value: Double) -> Double {
        Self.plot.top + (1 - vertical.place(value)) * Self.plot.height
    }

    private func line(from: (Double, Double), to: (Double, Double), _ attributes: String) -> String {
        "<line x1=\"\(number(from.0))\" y1=\"\(number(from.1))\" x2=\"\(number(to.0))\" "
            + "y2=\"\(number(to.1))\" \(attributes)/>"
    }

    private func text(_ words: String, x: Double, y: Double, attributes: String = "") -> String {
        let escaped = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" \(attributes)>\(escaped)</text>"
    }

    /// To three digits after the point, and none where there are none.
    private func number(_ value: Double) -> String {
        let rounded = (value * 1000).rounded() / 1000
        return rounded == rounded.rounded() && abs(rounded) < 1e9 ? "\(Int(rounded))" : "\(rounded)"
    }
}
