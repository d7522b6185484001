package department;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import java.text.ParseException;
import java.util.Map;

/** Opens what is sealed for us, and seals what only intake may read. */
final class Seals {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Handover given;

    Seals(Handover given) {
        this.given = given;
    }

    JsonNode open(String sealed) throws ParseException, JOSEException, JsonProcessingException {
        JWEObject jwe = JWEObject.parse(sealed);
        jwe.decrypt(new ECDHDecrypter(given.ownKey(jwe.getHeader().getKeyID())));
        return JSON.readTree(jwe.getPayload().toString());
    }

    /** The header names the key: intake opens nothing without its {@code kid}. */
    String answer(String text) throws JOSEException, JsonProcessingException {
        JWEHeader header =
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                        .keyID(given.intakeKey().getKeyID())
                        .build();
        String content = JSON.writeValueAsString(Map.of("text", text));
        JWEObject jwe = new JWEObject(header, new Payload(content));
        jwe.encrypt(new ECDHEncrypter(given.intakeKey()));
        return jwe.serialize();
    }
}
