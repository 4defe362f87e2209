package io.bellhop.tool.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The first mapping of a reservation, made from the fields of a sample. */
final class GuessedMapping {
  /** What most providers mean by these words; any other counts as a confirmation at first. */
  private static final Map<String, String> STATUSES =
      Map.of(
          "cancelled", "CANCELLED",
          "canceled", "CANCELLED",
          "pending", "PENDING",
          "inquiry", "INQUIRY",
          "enquiry", "INQUIRY",
          "declined", "DECLINED",
          "expired", "EXPIRED");

  private final ProviderAnswers.RecordSample record;
  private final List<String> missing = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  GuessedMapping(String provider, ProviderAnswers.RecordSample record) {
    this.record = record;
    List<String> fields = new ArrayList<>();
    for (FieldGuess.Target target : FieldGuess.RESERVATION) {
      record
          .guess(target)
          .ifPresentOrElse(
              path -> fields.add(field("  ", target, path)), () -> absent(target, fields));
      if (target.field().equals("departureDate")) {
        nights().ifPresent(fields::add);
      }
    }
    guest().ifPresent(fields::add);
    text.append("// A reservation of ").append(provider).append(" -> our record.\n");
    text.append("// What is marked as a guess was found by its name alone: compare it with the");
    text.append(" API's documentation.\n");
    if (!missing.isEmpty()) {
      text.append("// Nothing in the sample looks like ").append(String.join(", ", missing));
      text.append(".\n");
    }
    text.append("{\n").append(joined(fields)).append("}\n");
  }

  /** The fields of a reservation without a guess. */
  List<String> missing() {
    return missing;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void absent(FieldGuess.Target target, List<String> fields) {
    if (target.field().equals("id")) {
      // The route has read it elsewhere in the webhook.
      fields.add("  \"id\": $recordId");
    } else {
      missing.add(target.field());
    }
  }

  /** A comma goes before the comment that marks a line as a guess. */
  private static String joined(List<String> fields) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      String comma = i < fields.size() - 1 ? "," : "";
      String field = fields.get(i);
      int comment = field.lastIndexOf(" // guess");
      text.append(
          comment > field.lastIndexOf('\n')
              ? field.substring(0, comment) + comma + field.substring(comment)
              : field + comma);
      text.append('\n');
    }
    return text.toString();
  }

  private static String field(String indent, String name, String call, String path) {
    return indent + "\"" + name + "\": " + call + " // guess: " + path.substring(2);
  }

  private String field(String indent, FieldGuess.Target target, String path) {
    String call = target.mapping().replace("#", Sample.jslt(path));
    if (!target.field().equals("status")) {
      return field(indent, target.field(), call, path);
    }
    // Only the provider's documentation has the other words.
    String word = record.sample().at(path).textValue();
    String ours = STATUSES.getOrDefault(word.toLowerCase(Locale.ROOT), "CONFIRMED");
    String key = word.replace("\\", "\\\\").replace("\"", "\\\"");
    String table =
        "{\n    // All words that the provider has: one that is not here becomes UNKNOWN.\n    \""
            + key
            + "\": \""
            + ours
            + "\" // guess\n  }";
    return indent + "\"status\": " + call.replace("{}", table);
  }

  private Optional<String> nights() {
    Optional<String> from = record.guess(FieldGuess.target("arrivalDate"));
    Optional<String> to = record.guess(FieldGuess.target("departureDate"));
    return from.isPresent() && to.isPresent()
        ? Optional.of(
            "  \"nights\": nights(" + Sample.jslt(from.get()) + ", " + Sample.jslt(to.get()) + ")")
        : Optional.empty();
  }

  private Optional<String> guest() {
    List<String> fields = new ArrayList<>();
    for (FieldGuess.Target target : FieldGuess.GUEST) {
      record.guess(target).ifPresent(path -> fields.add(field("    ", target, path)));
    }
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of("  \"primaryGuest\": {\n" + joined(fields) + "  }");
  }
}
