package department;

/** What we say about a task. */
enum Word {
    ACKNOWLEDGE,
    COMPLETE;

    String action() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
