package department;

import java.util.Optional;

/** One task, as far as its events have told; they may come in any order of topics. */
final class Task {
    private boolean acknowledged;
    private boolean opened;
    private boolean waiting;
    private boolean completing;
    private boolean ended;

    /** What is to be said now that this is known as well. */
    Optional<Word> learn(Step step) {
        switch (step) {
            case ASSIGNED -> {
                return Optional.of(Word.ACKNOWLEDGE);
            }
            case ACKNOWLEDGED -> acknowledged = true;
            case OPENED -> opened = true;
            case CO_HANDLERS_OPEN -> {
                waiting = true;
                completing = false;
            }
            case ALL_REPORTED -> waiting = false;
            case ENDED -> ended = true;
            case NOTHING -> {}
        }
        return completed() ? Optional.of(Word.COMPLETE) : Optional.empty();
    }

    /** Once, when everything is there; again after the co-handlers were waited for. */
    private boolean completed() {
        boolean now = acknowledged && opened && !waiting && !completing && !ended;
        completing |= now;
        return now;
    }
}
