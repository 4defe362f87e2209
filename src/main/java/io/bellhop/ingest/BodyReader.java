package io.bellhop.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.bellhop.json.Json;
import io.bellhop.json.JsonTexts;
import java.io.UncheckedIOException;

/**
 * Turns a received body into the body that Bellhop stores: the same bytes, without the fields that
 * it must not store. Thread-safe.
 */
final class BodyReader {
  private final BodyKind kind;
  private final SensitiveFieldFilter drop;
  private final ObjectReader once;
  private final ObjectMapper lenient;
  private final ObjectWriter writer;

  /**
   * @param mapper one of {@link io.bellhop.json.Json#mapper}
   */
  BodyReader(ObjectMapper mapper, BodyKind kind, SensitiveFieldFilter drop) {
    this.kind = kind;
    this.drop = drop;
    lenient = mapper;
    once =
        mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    writer = mapper.writer().without(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  /**
   * @throws UnreadableException if the body is not JSON, or not the kind that the provider sends
   */
  WebhookBody read(byte[] bytes) throws UnreadableException {
    String text = JsonTexts.decode(bytes);
    if (text.isBlank()) {
      throw new UnreadableException("the body is empty");
    }
    JsonNode json;
    boolean anew = false;
    try {
      json = once.readTree(text);
    } catch (JsonProcessingException e) {
      // A field occurs twice, and the one that the tree lacks could not be removed from the bytes.
      // Or the name of a field has half an emoji, which a second parse repairs.
      json = parsed(text);
      anew = true;
    }
    if (!kind.fits(json)) {
      throw new UnreadableException(
          "the body is "
              + name(json)
              + ", and this provider sends "
              + kind.text()
              + " (parameter body of bellhop-ingest)");
    }
    return new WebhookBody(json, drop.from(json) || anew ? written(json) : bytes);
  }

  private JsonNode parsed(String text) throws UnreadableException {
    try {
      return Json.read(lenient, text);
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  /** Names only the place, because the parser's own text quotes the body. */
  private static UnreadableException unreadable(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : ": line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    return new UnreadableException("the body is not JSON, even when read leniently" + where);
  }

  /** The element of a body, as a separate body. */
  WebhookBody part(JsonNode json) {
    return new WebhookBody(json, written(json));
  }

  private byte[] written(JsonNode json) {
    try {
      return writer.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // A tree that was read can be written.
    }
  }

  private static String name(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "null";
    };
  }
}
