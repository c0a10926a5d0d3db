import AWSClients
import RollcallServices

extension ClientRun {
    /// Who is told of what this run sees; nil where nobody is.
    ///
    /// - Throws: `TimetableError`, or `SystemCallError` if there is no place for notices that wait.
    func makeNotifier(_ session: AWSSession) throws -> Notifier? {
        let notices = settings.notices
        guard notices.hasReceivers else { return nil }
        var receivers: [any NoticeReceiver] = []
        if let address = notices.webhook {
            receivers.append(
                Webhook(
                    address: address, secret: notices.secret, authorities: notices.authorities, time: time))
        }
        if let arn = notices.topic { receivers.append(Topic(arn: arn, session: session)) }
        if let address = notices.broker.flatMap(MQTTAddress.init) {
            receivers.append(Broker(address, device: settings.device, authorities: notices.authorities))
        }
        let timetable = try settings.timetable.map { path throws(TimetableError) in try Timetable(path: path)
        }
        let table = StudentTable(client: DynamoDBClient(session: session), name: settings.table)
        return try Notifier(
            device: settings.device, settings: notices, timetable: timetable, receivers: receivers,
            folder: settings.deviceFolder + "/notices", time: time,
            students: { try await table.studentsWithoutFaces() },
            notice: console.notice)
    }
}
