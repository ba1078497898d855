package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Images in requests (Bedrock User Guide, "Anthropic Claude Messages API"; Bedrock API Reference, ImageBlock; Nova User
 * Guide, "Complete request schema"): base64 that is what it is said to be.
 */
final class Pictures {
    private static final Map<String, List<String>> STARTS = Map.of(
            "png", List.of("\u0089PNG\r\n\u001a\n"),
            "jpeg", List.of("\u00ff\u00d8\u00ff"),
            "gif", List.of("GIF87a", "GIF89a"),
            "webp", List.of("RIFF"));

    private Pictures() {}

    /** Checks an image, of at most so many bytes, and describes it for the answer. */
    static String described(String format, JsonNode data, long most) {
        if (!STARTS.containsKey(format)) {
            throw Body.malformed("#: " + format + " is not a valid enum value of an image's format");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(data.asText());
        } catch (IllegalArgumentException e) {
            throw new InvalidBody("Could not process image: its data is not valid base64");
        }
        if (bytes.length == 0 || bytes.length > most) {
            throw new InvalidBody("image exceeds limits: " + bytes.length + " bytes, 1 to " + most + " are allowed");
        }
        String text = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
        if (STARTS.get(format).stream().noneMatch(text::startsWith)) {
            throw new InvalidBody("Could not process image: it is not of the format " + format);
        }
        return "(" + format + " of " + bytes.length + " bytes)";
    }

    /** The image of a content block of Converse or Nova, or nothing where it is another block. */
    static String ofBlock(JsonNode block, long most) {
        JsonNode image = block.path("image");
        return image.isMissingNode() ? "" : described(image.path("format").asText(), image.at("/source/bytes"), most);
    }

    /** The same of Claude's. */
    static String ofClaude(JsonNode block) {
        if (!block.path("type").asText().equals("image")) {
            return "";
        }
        String type = block.at("/source/media_type").asText();
        if (!block.at("/source/type").asText().equals("base64") || !type.startsWith("image/")) {
            throw new InvalidBody(
                    "messages.0.content.0.image.source: Input should be base64 with a media_type of an image");
        }
        return described(type.substring("image/".length()), block.at("/source/data"), 3_932_160);
    }
}
