import AWSClients
import ArgumentParser
import RollcallPage

/// Exit codes as in BSD's sysexits(3); `rollcall --help` lists them.
extension ExitCode {
    static let refused = ExitCode(1)
    static let unusableData = ExitCode(65)
    static let noInput = ExitCode(66)
    static let unavailable = ExitCode(69)
    static let cannotCreate = ExitCode(73)
    static let incomplete = ExitCode(75)
    static let notPermitted = ExitCode(77)
    static let misconfigured = ExitCode(78)

    /// The code that fits an error.
    init(reporting error: any Error) {
        self =
            switch error {
            case SettingsError.invalid(SettingsLoader.commandLine, _, _): .validationFailure
            case is SettingsError: .misconfigured
            case CaptureError.cannotOpen, StudentFileError.unreadable, TimetableError.unreadable,
                ReportError.unreadable, is RunUsageError:
                .noInput
            case let error as PhotographError where error.isUnreadable: .noInput
            case ReportError.unwritable: .cannotCreate
            case is PhotographError, is StudentFileError, is TimetableError, is ReportError: .unusableData
            case CaptureError.unusableRecording: .unusableData
            case CaptureError.noCommandForSource: .misconfigured
            case is CaptureError: .unavailable
            case ProvisioningError.unreadable: .noInput
            case ProvisioningError.unwritable: .cannotCreate
            case is ProvisioningError: .unusableData
            case DeviceCertificateError.noPolicy: .misconfigured
            case PageError.address: .unavailable
            case PageError.passwordFile: .noInput
            case is PageError: .misconfigured
            case is ClipCutterError: .unusableData
            case is SpoolError: .cannotCreate
            case let error as AWSError: ExitCode(reporting: error)
            default: .failure
            }
    }

    private init(reporting error: AWSError) {
        self =
            switch error.kind {
            case .credentials: .notPermitted
            case .configuration: .misconfigured
            case .service where error.isForbidden: .notPermitted
            case .service where error.isNotFound: .misconfigured
            default: .unavailable
            }
    }
}
