package io.bellhop.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Encrypts whole maps of texts, so that even their keys are unreadable at rest. Thread-safe. */
public final class SealedMaps {
  private final SecretBox secrets;
  private final ObjectMapper mapper;

  public SealedMaps(SecretBox secrets, ObjectMapper mapper) {
    this.secrets = secrets;
    this.mapper = mapper;
  }

  public String seal(Map<String, String> map, String place) {
    return secrets.seal(Json.text(mapper, map), place);
  }

  /** The map in its original order. */
  public Map<String, String> open(String sealed, String place) {
    try {
      return mapper.readValue(
          secrets.open(sealed, place), new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
