public import Logging
public import Tracing

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = String
        static let nameOverride: String? = "x-ray-trace-header"
    }

    /// AWS X-Ray's trace header of what is being done, `Root=…;Parent=…;Sampled=1`: what a request to another service
    /// carries as `X-Amzn-Trace-Id` (AWS X-Ray Developer Guide, "Tracing header").
    public var xRayTraceHeader: String? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}

/// Carries AWS X-Ray's trace header through requests, for programs without a tracer that does:
/// `InstrumentationSystem.bootstrap(XRayInstrument())`, or in a `MultiplexInstrument` beside one.
public struct XRayInstrument: Instrument {
    /// The header's name.
    public static let headerName = "X-Amzn-Trace-Id"

    /// Makes an instrument.
    public init() {}

    /// Takes the header of a request that came.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        if let header = extractor.extract(key: Self.headerName, from: carrier) {
            context.xRayTraceHeader = header
        }
    }

    /// Gives the header to a request that goes out.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        if let header = context.xRayTraceHeader {
            injector.inject(header, forKey: Self.headerName, into: &carrier)
        }
    }
}

extension Logger.MetadataProvider {
    /// Gives each line the trace of what is being done, as `xray_trace_id`.
    public static let xRay = Logger.MetadataProvider {
        guard let header = ServiceContext.current?.xRayTraceHeader else { return [:] }
        let root = header.split(separator: ";").first { $0.hasPrefix("Root=") }?.dropFirst("Root=".count)
        return ["xray_trace_id": "\(root ?? header[...])"]
    }
}
