package io.bellhop.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import java.util.regex.Pattern;

/** Headers as they may be kept: what proves something is masked, the rest helps to find faults. */
final class SafeHeaders {
  private static final Pattern SECRET =
      Pattern.compile("auth|cookie|signature|secret|token|key|password");

  private SafeHeaders() {}

  /**
   * @param signature a header that proves something and whose name does not say so
   */
  static String json(
      ObjectMapper mapper, RequestHeaders headers, Account account, String signature) {
    ObjectNode json = mapper.createObjectNode();
    String own = account.webhook().get("header");
    headers
        .all()
        .forEach(
            (name, values) ->
                json.put(
                    name,
                    SECRET.matcher(name).find()
                            || name.equalsIgnoreCase(own)
                            || name.equalsIgnoreCase(signature)
                        ? "***"
                        : String.join(", ", values)));
    try {
      return mapper.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
