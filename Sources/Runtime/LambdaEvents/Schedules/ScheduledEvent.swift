/// What a rule of Amazon EventBridge with a schedule sends (Amazon EventBridge User Guide, "Creating a rule that runs
/// on a schedule"): an event of `aws.events` with `Scheduled Event` as its type and an empty detail. The time for
/// which it was due is ``EventBridgeEvent/time``, the rule the first of ``EventBridgeEvent/resources``.
///
/// A schedule of EventBridge Scheduler sends the same as `aws.scheduler`, unless its target says an input of its own
/// (Amazon EventBridge Scheduler User Guide), which need not have this form: a type of your own.
public typealias ScheduledEvent = EventBridgeEvent<ScheduledDetail>
