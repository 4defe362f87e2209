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
 * Makes JSON of bytes: webhooks, answers of providers' APIs, stored bodies. What two databases, or
 * a database and a log, would keep differently does not get past here: see {@link JsonTexts} and
 * {@link TreeReader}.
 */
public final class Json {
  /** As Jackson has it: what is nested deeper is an attack on its reader. */
  private static final int DEEPEST = 1_000;

  /** What was read is written within something else, such as an event. */
  private static final int DEEPEST_WRITTEN = 2 * DEEPEST;

  private Json() {}

  /**
   * The mapper of a hub. It reads decimals exactly, since prices must come out as they went in, and
   * takes what senders get wrong and no reader can misread: raw line breaks in a text, a comma too
   * many, NaN, a plus, a point without digits on one side.
   */
  public static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    // A body's own bound holds for all that is in it; TreeReader bounds numbers.
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

  /** What every mapper has: decimals keep their digits, and a document ends where it ends. */
  public static JsonMapper.Builder exact(JsonFactory factory) {
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /**
   * Reads a body in whatever encoding of Unicode it is; bytes that are none become U+FFFD.
   *
   * @param mapper one of {@link #mapper}
   * @return a missing node for a body without anything in it
   */
  public static JsonNode read(ObjectMapper mapper, byte[] body) throws IOException {
    return read(mapper, JsonTexts.decode(body));
  }

  /** Reads a text that was decoded already. */
  public static JsonNode read(ObjectMapper mapper, String text) throws JsonProcessingException {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      // Jackson refuses half a character in a field's name, where Texts could not clean it any
      // more.
      String whole = LoneSurrogates.replaced(text);
      if (whole.equals(text)) {
        throw e;
      }
      return mapper.readTree(whole);
    }
  }

  /** Reads what Bellhop has stored. Its error repeats nothing of the text. */
  public static JsonNode stored(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the stored value is not JSON, line " + e.getLocation().getLineNr());
    }
  }

  /** Writes a tree that was read, or an object of Bellhop's own: nothing in it can fail. */
  public static String text(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Bellhop cannot write this as JSON: " + value.getClass());
    }
  }
}
