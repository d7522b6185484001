package department;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import io.cloudevents.CloudEvent;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the work is done: here it takes no time, and the answer is always the same. */
final class Desk {
    private static final String ANSWER = "已派人到现场处理,问题已经解决。";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Replies replies;
    private final Seals seals;
    private final Journal journal;
    private final Set<String> handled = new HashSet<>();
    private final Map<String, Task> tasks = new HashMap<>();

    Desk(Replies replies, Seals seals, Journal journal) {
        this.replies = replies;
        this.seals = seals;
        this.journal = journal;
        journal.earlier().forEach(this::remember);
    }

    /** Answers first, then writes down that it did; so a crash between repeats, at most. */
    void handle(CloudEvent event) throws Exception {
        if (handled.contains(event.getId())) {
            Say.line("a repeat of %s: nothing to do", event.getId());
            return;
        }
        JsonNode data = JSON.readTree(event.getData().toBytes());
        String taskId = data.path("task_id").asText("-");
        Step step = read(event, data, taskId);
        Journal.Entry entry = new Journal.Entry(event.getId(), taskId, step);
        Optional<Word> word = remember(entry);
        if (word.isPresent()) {
            Say.line("task %s: we say %s", taskId, word.get().action());
            replies.send(event, said(event.getSubject(), taskId, word.get()));
        }
        journal.write(entry);
    }

    /** What the event means, said in plain words on the way. */
    private Step read(CloudEvent event, JsonNode data, String taskId) {
        return switch (event.getType()) {
            case "tongban.routing.task-assigned.v1" -> {
                Say.line("task %s: ours as %s until %s",
                        taskId, data.get("role").asText(), data.get("due_at").asText());
                yield Step.ASSIGNED;
            }
            case "tongban.intake.content-granted.v1" -> open(data, taskId);
            case "tongban.routing.reply-rejected.v1" -> {
                String reason = data.get("reason").asText();
                Say.line("task %s: our reply changed nothing (%s): %s",
                        taskId, reason, data.get("words_en").asText());
                yield reason.equals("co-handlers-open") ? Step.CO_HANDLERS_OPEN : Step.NOTHING;
            }
            case "tongban.routing.co-handler-reported.v1" -> {
                int open = data.get("open").asInt();
                Say.line("task %s: %s has ended its part, %d still open",
                        taskId, data.get("by").asText(), open);
                yield open == 0 ? Step.ALL_REPORTED : Step.NOTHING;
            }
            default -> {
                Step step = plain(event.getType(), data);
                Say.line("task %s: %s", taskId, event.getType().split("\\.")[2]);
                yield step;
            }
        };
    }

    private static Step plain(String type, JsonNode data) {
        return switch (type) {
            case "tongban.routing.task-acknowledged.v1" -> Step.ACKNOWLEDGED;
            case "tongban.routing.task-completed.v1",
                    "tongban.routing.task-waived.v1",
                    "tongban.routing.task-cancelled.v1",
                    "tongban.routing.task-transferred.v1" -> Step.ENDED;
            case "tongban.routing.return-decided.v1" ->
                    data.get("decision").asText().equals("upheld") ? Step.ENDED : Step.NOTHING;
            default -> Step.NOTHING;
        };
    }

    /** One content that does not open is a matter for people; others go on. */
    private Step open(JsonNode data, String taskId) {
        try {
            JsonNode content = seals.open(data.get("content").asText());
            Say.line("task %s: opened its content, a text of %d characters",
                    taskId, content.path("text").asText().length());
            return Step.OPENED;
        } catch (ParseException | JOSEException | JsonProcessingException sealed) {
            Say.line("task %s: its content does not open", taskId);
            return Step.NOTHING;
        }
    }

    private Optional<Word> remember(Journal.Entry entry) {
        handled.add(entry.eventId());
        return tasks.computeIfAbsent(entry.taskId(), id -> new Task()).learn(entry.step());
    }

    private ObjectNode said(String caseId, String taskId, Word word) throws Exception {
        ObjectNode said = replies.about(caseId, taskId, word);
        return word == Word.COMPLETE
                ? said.put("outcome", "resolved").put("answer", seals.answer(ANSWER))
                : said;
    }
}
