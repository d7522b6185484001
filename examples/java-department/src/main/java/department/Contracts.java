package department;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON Schema of every type of event, from {@code contracts/schemas}. */
final class Contracts {
    private static final String ENDING = ".json";
    private final Map<String, Schema> schemas = new HashMap<>();

    Contracts(Path folder) throws IOException {
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (Path file : filesIn(folder)) {
            String name = file.getFileName().toString();
            String type = name.substring(0, name.length() - ENDING.length());
            schemas.put(type, registry.getSchema(Files.readString(file)));
        }
    }

    boolean know(String type) {
        return schemas.containsKey(type);
    }

    /** Where the document differs from its schema; empty: it is as agreed. No values. */
    String complaints(String type, byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        List<Error> errors =
                schemas.get(type)
                        .validate(
                                text,
                                InputFormat.JSON,
                                check ->
                                        check.executionConfig(
                                                how -> how.formatAssertionsEnabled(true)));
        return errors.stream()
                .map(error -> error.getInstanceLocation() + " " + error.getKeyword())
                .collect(Collectors.joining(", "));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).toList();
        }
    }
}
