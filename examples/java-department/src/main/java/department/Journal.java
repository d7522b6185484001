package department;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was handled, one line an event: your case system has a table for this.
 *
 * <p>A line is on disk before the offset of its event is committed. It holds ids only.
 */
final class Journal implements AutoCloseable {
    record Entry(String eventId, String taskId, Step step) {
        private static Entry of(String line) {
            String[] parts = line.split(" ");
            return new Entry(parts[0], parts[1], Step.valueOf(parts[2]));
        }

        private String line() {
            return eventId + " " + taskId + " " + step + "\n";
        }
    }

    private final FileChannel file;
    private final List<Entry> earlier = new ArrayList<>();

    Journal(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
        String text = new String(bytes.array(), StandardCharsets.US_ASCII);
        int whole = text.lastIndexOf('\n') + 1;
        file.truncate(whole).position(whole);
        text.substring(0, whole).lines().map(Entry::of).forEach(earlier::add);
    }

    /** What was handled before this program started, in that order. */
    List<Entry> earlier() {
        return List.copyOf(earlier);
    }

    void write(Entry entry) throws IOException {
        file.write(ByteBuffer.wrap(entry.line().getBytes(StandardCharsets.US_ASCII)));
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
