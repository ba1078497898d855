package io.caravan.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A manifest on this machine. What it says is checked by the service; here, only whether it names a file of this machine. */
record ManifestFile(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Its text, as it is.
     *
     * @throws Fault when there is no such file, or its data set is not where the service could read it
     */
    String text() throws IOException {
        String text;
        try {
            text = path.toString().equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new Fault(Exit.REFUSED, "there is no file " + path + "; a manifest is a JSON file, see README.md");
        }
        String source = source(text);
        if (!source.isEmpty() && !source.startsWith("s3://")) {
            throw new Fault(
                    Exit.REFUSED,
                    path + ": s3_uri is '" + source
                            + "', a path of this machine, which the service cannot read. Copy it to"
                            + " the service's bucket, for example 'aws s3 cp " + source + " s3://<bucket>/data/', and"
                            + " name it in s3_uri as it is there");
        }
        return text;
    }

    private static String source(String text) {
        try {
            JsonNode manifest = JSON.readTree(text);
            return manifest.path("s3_uri").asText();
        } catch (JsonProcessingException e) {
            return ""; // the service says what is wrong with it
        }
    }
}
