package io.bellhop.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Parses bytes as JSON: webhooks, answers of providers' APIs, stored bodies. It normalises content
 * that two databases, or a database and a log, would store differently: see {@link JsonTexts} and
 * {@link TreeReader}.
 */
public final class Json {
  /** Jackson's default; deeper nesting is an attack on the parser. */
  private static final int DEEPEST = 1_000;

  /** Larger, because Bellhop writes parsed values within other objects, such as an event. */
  private static final int DEEPEST_WRITTEN = 2 * DEEPEST;

  private Json() {}

  /**
   * The mapper of a hub. It reads decimals exactly, because prices must stay unchanged, and accepts
   * common, unambiguous errors of senders: raw line breaks in a text, an extra comma, NaN, a plus
   * sign, a decimal point without digits on one side.
   */
  public static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    // The limit of the body's size covers all its content; TreeReader limits
                    // numbers.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(DEEPEST_WRITTEN).build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();
    return exact(factory)
        .addModule(new SimpleModule().addDeserializer(JsonNode.class, new TreeReader()))
        .build();
  }

  /**
   * The settings of every mapper: decimals keep their digits, and content after the document is an
   * error.
   */
  public static JsonMapper.Builder exact(JsonFactory factory) {
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /**
   * Reads a body in any encoding of Unicode; invalid bytes become U+FFFD.
   *
   * @param mapper one of {@link #mapper}
   * @return a missing node for an empty body
   */
  public static JsonNode read(ObjectMapper mapper, byte[] body) throws IOException {
    return read(mapper, JsonTexts.decode(body));
  }

  /** Reads a text that is already decoded. */
  public static JsonNode read(ObjectMapper mapper, String text) throws JsonProcessingException {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      // Jackson rejects an unpaired surrogate in a field's name, so the text is cleaned before.
      String whole = LoneSurrogates.replaced(text);
      if (whole.equals(text)) {
        throw e;
      }
      return mapper.readTree(whole);
    }
  }

  /** Reads JSON that Bellhop has stored. Errors do not quote the text. */
  public static JsonNode stored(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the stored value is not JSON, line " + e.getLocation().getLineNr());
    }
  }

  /** Writes a parsed tree or one of Bellhop's own objects, which cannot fail. */
  public static String text(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Bellhop cannot write this as JSON: " + value.getClass());
    }
  }
}
