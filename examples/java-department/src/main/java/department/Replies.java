package department;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Our words on their way to routing. */
final class Replies implements AutoCloseable {
    private static final String TYPE = "tongban.department.task-reply.v1";
    private static final JsonFormat FORMAT = new JsonFormat();
    private final Handover given;
    private final Contracts contracts;
    private final KafkaProducer<String, byte[]> producer;

    Replies(Handover given, Contracts contracts) {
        this.given = given;
        this.contracts = contracts;
        Properties own = new Properties();
        own.put(ProducerConfig.ACKS_CONFIG, "all");
        own.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        own.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer = new KafkaProducer<>(given.with(own));
    }

    /** The start of what we say about a task; each action adds what it needs. */
    ObjectNode about(String caseId, String taskId, Word word) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("case_id", caseId)
                .put("task_id", taskId)
                .put("department", given.code())
                .put("action", word.action());
    }

    /**
     * Returns when Kafka has it for good.
     *
     * <p>Its id follows from its cause: said again after a crash it is the same reply.
     */
    void send(CloudEvent cause, ObjectNode said) throws InterruptedException {
        String caseId = cause.getSubject();
        String name = cause.getId() + "/" + said.get("action").asText();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        CloudEvent reply =
                CloudEventBuilder.v1()
                        .withId(id.toString())
                        .withType(TYPE)
                        .withSource(URI.create("/departments/" + given.code() + "/replies/" + id))
                        .withSubject(caseId)
                        .withTime(OffsetDateTime.now())
                        .withDataContentType("application/json")
                        .withExtension("sequence", "00000001")
                        .withExtension("correlationid", caseId)
                        .withExtension("causationid", cause.getId())
                        .withData(JsonCloudEventData.wrap(said))
                        .build();
        publish(recordOf(caseId, reply));
    }

    private ProducerRecord<String, byte[]> recordOf(String caseId, CloudEvent reply) {
        ProducerRecord<String, byte[]> letter =
                KafkaMessageFactory.createWriter(given.topic("replies"), caseId)
                        .writeStructured(reply, FORMAT);
        String complaints = contracts.complaints(TYPE, letter.value());
        if (!complaints.isEmpty()) {
            throw new IllegalStateException("our own reply is wrong: " + complaints);
        }
        return letter;
    }

    private void publish(ProducerRecord<String, byte[]> letter) throws InterruptedException {
        try {
            producer.send(letter).get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Kafka did not take our reply", failed.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
