package io.bellhop.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes texts safe for every database and reader: an unpaired surrogate (half an emoji) and NUL
 * become U+FFFD. PostgreSQL rejects NUL and stores an unpaired surrogate as a question mark, and
 * JSON with an unpaired surrogate cannot be written as UTF-8.
 */
public final class JsonTexts {
  private static final char REPLACEMENT = '\ufffd';

  /** Where surrogates begin, less one: NUL less one comes behind all. */
  private static final int FIRST_SPECIAL = Character.MIN_SURROGATE - 1;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private JsonTexts() {}

  /** Returns the cleaned text; the same text if it needs no change. */
  public static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Needs one comparison for nearly all characters, because it checks each character of each
      // body.
      if ((char) (c - 1) >= FIRST_SPECIAL && (c == 0 || Character.isSurrogate(c))) {
        if (isPair(text, i)) {
          i++;
        } else {
          return replaced(text, i);
        }
      }
    }
    return text;
  }

  private static String replaced(String text, int first) {
    StringBuilder clean = new StringBuilder(text);
    for (int i = first; i < clean.length(); i++) {
      char c = clean.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        if (isPair(clean, i)) {
          i++;
        } else {
          clean.setCharAt(i, REPLACEMENT);
        }
      }
    }
    return clean.toString();
  }

  private static boolean isPair(CharSequence text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /**
   * Cleans the texts and names of a tree in place, which a mapping has created; the mapping may
   * have cut a text in the middle of a surrogate pair.
   *
   * @return the tree
   */
  public static JsonNode clean(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      List<String> wrong = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!clean(field.getKey()).equals(field.getKey())) {
          wrong.add(field.getKey());
        }
        field.setValue(clean(field.getValue()));
      }
      wrong.forEach(name -> object.set(clean(name), object.remove(name)));
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode cleaned = clean(array.get(i));
        if (cleaned != array.get(i)) {
          array.set(i, cleaned);
        }
      }
    } else if (tree instanceof TextNode node) {
      String text = clean(node.textValue());
      return text.equals(node.textValue()) ? tree : TextNode.valueOf(text);
    }
    return tree;
  }

  /**
   * A body as text, without a byte order mark, and without the zero bytes with which some senders
   * end it.
   */
  public static String decode(byte[] body) {
    String text = new String(body, charset(body));
    int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    int end = text.length();
    while (end > start && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(start, end == start ? text.length() : end);
  }

  /**
   * JSON begins with an ASCII character, so the zero bytes around it show the encoding (RFC 4627).
   */
  private static Charset charset(byte[] body) {
    int first = body.length < 4 ? -1 : at(body, 0) << 24 | at(body, 1) << 16;
    int all = body.length < 4 ? -1 : first | at(body, 2) << 8 | at(body, 3);
    if (body.length >= 4) {
      if (all == 0xfeff || all >>> 8 == 0) {
        return Charset.forName("UTF-32BE");
      }
      if (all == 0xfffe0000 || (all & 0x00ffffff) == 0) {
        return Charset.forName("UTF-32LE");
      }
    }
    if (body.length >= 2) {
      int two = at(body, 0) << 8 | at(body, 1);
      if (two == 0xfeff || two >>> 8 == 0 && two != 0) {
        return StandardCharsets.UTF_16BE;
      }
      if (two == 0xfffe || (two & 0xff) == 0 && two != 0) {
        return StandardCharsets.UTF_16LE;
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static int at(byte[] body, int index) {
    return body[index] & 0xff;
  }
}
