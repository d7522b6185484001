package department;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Properties;

/** What the city handed over; nothing else is needed to take part. */
record Handover(String code, Properties login, JWKSet ownKeys, ECKey intakeKey) {

    static Handover read(String code, Path root) throws IOException, ParseException {
        Path clients = root.resolve("clients");
        Properties login = new Properties();
        try (Reader file = Files.newBufferedReader(clients.resolve(code + ".properties"))) {
            login.load(file);
        }
        String own = Files.readString(clients.resolve(code + ".jwk"));
        String intake = Files.readString(root.resolve("keys").resolve("intake.jwk"));
        return new Handover(code, login, keys(own), ECKey.parse(intake));
    }

    String topic(String name) {
        return "departments." + code + "." + name;
    }

    /** The login and what is added to it, for one Kafka client. */
    Properties with(Properties own) {
        Properties all = new Properties();
        all.putAll(login);
        all.putAll(own);
        return all;
    }

    /** The private key that has this id. */
    ECKey ownKey(String id) throws JOSEException {
        if (ownKeys.getKeyByKeyId(id) instanceof ECKey key) {
            return key;
        }
        throw new JOSEException("sealed for a key that we do not have");
    }

    /** One key, or several while they are changed. */
    private static JWKSet keys(String json) throws ParseException {
        return json.contains("\"keys\"")
                ? JWKSet.parse(json)
                : new JWKSet(ECKey.parse(json));
    }
}
