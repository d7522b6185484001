package department;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Our two topics, read by one thread; what nobody can read stops nothing. */
final class Feed implements AutoCloseable {
    interface Handler {
        void handle(CloudEvent event) throws Exception;
    }

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private final Contracts contracts;
    private final KafkaConsumer<String, byte[]> consumer;
    private volatile boolean stopping;

    Feed(Handover given, Contracts contracts) {
        this.contracts = contracts;
        consumer = new KafkaConsumer<>(given.with(settings(given.code())));
        consumer.subscribe(List.of(given.topic("tasks"), given.topic("contents")));
    }

    /** Offsets are committed behind what was handled. Returns soon after {@link #stop}. */
    void read(Handler handler) throws Exception {
        while (!stopping) {
            for (ConsumerRecord<String, byte[]> letter : consumer.poll(LONGEST_WAIT)) {
                Optional<CloudEvent> event = eventIn(letter);
                if (event.isPresent()) {
                    handler.handle(event.get());
                }
            }
            consumer.commitSync();
        }
        Say.line("stopped; what comes now is read next time");
    }

    /** May be called from any thread. */
    void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Empty if there is no event in it that the contracts know. */
    private Optional<CloudEvent> eventIn(ConsumerRecord<String, byte[]> letter) {
        CloudEvent event;
        try {
            event = KafkaMessageFactory.createReader(letter).toEvent();
        } catch (RuntimeException unreadable) {
            return skipped(letter, "cannot be read as a CloudEvent");
        }
        if (!contracts.know(event.getType())) {
            return skipped(letter, "is of a type we have not learnt: " + event.getType());
        }
        String complaints = contracts.complaints(event.getType(), letter.value());
        if (!complaints.isEmpty()) {
            return skipped(letter, "is not as its schema says: " + complaints);
        }
        return Optional.of(event);
    }

    private static Optional<CloudEvent> skipped(ConsumerRecord<?, ?> letter, String why) {
        Say.line("skipped: %s/%d at %d %s",
                letter.topic(), letter.partition(), letter.offset(), why);
        return Optional.empty();
    }

    /** A member with a name of its own goes on at once after a crash. */
    private static Properties settings(String code) {
        Properties own = new Properties();
        own.put(ConsumerConfig.GROUP_ID_CONFIG, code + "-java");
        own.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, code + "-java-1");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        own.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return own;
    }
}
