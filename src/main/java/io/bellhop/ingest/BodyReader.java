package io.bellhop.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;

/**
 * Makes of what came what is stored: the bytes as they are, unless a part of them must not be kept.
 * Thread-safe.
 */
final class BodyReader {
  private final BodyKind kind;
  private final Drop drop;
  private final ObjectReader strict;
  private final ObjectReader lenient;
  private final ObjectWriter writer;

  BodyReader(ObjectMapper mapper, BodyKind kind, Drop drop) {
    this.kind = kind;
    this.drop = drop;
    lenient =
        mapper
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    strict = lenient.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    // Written plainly, 1e9999 takes ten thousand characters: a small body could fill the memory.
    writer = mapper.writer().without(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  /**
   * @return null if it is not JSON as the provider sends it, or cannot be written anew
   */
  Body read(byte[] bytes) {
    try {
      return read(bytes, strict, false);
    } catch (MismatchedInputException e) {
      // A field that stands twice: what the tree does not show could not be dropped from the bytes.
      return readAnew(bytes);
    } catch (IOException e) {
      return null;
    }
  }

  private Body readAnew(byte[] bytes) {
    try {
      return read(bytes, lenient, true);
    } catch (IOException e) {
      return null;
    }
  }

  private Body read(byte[] bytes, ObjectReader reader, boolean anew) throws IOException {
    JsonNode json = reader.readTree(bytes);
    if (!kind.fits(json)) {
      return null;
    }
    return new Body(json, drop.from(json) || anew ? writer.writeValueAsBytes(json) : bytes);
  }
}
