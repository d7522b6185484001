package department;

/** What an event can mean for a task of ours; most mean nothing to this program. */
enum Step {
    ASSIGNED,
    ACKNOWLEDGED,
    OPENED,
    CO_HANDLERS_OPEN,
    ALL_REPORTED,
    ENDED,
    NOTHING
}
