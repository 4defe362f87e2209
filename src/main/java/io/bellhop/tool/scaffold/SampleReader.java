package io.bellhop.tool.scaffold;

import io.bellhop.config.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds in a sample what a listener must know: the event, the record, its id. What is given is not
 * guessed. All that is wrong is an {@link IllegalArgumentException} that says what to give.
 */
public final class SampleReader {
  private static final List<String> EVENTS =
      List.of(
          "type", "event", "eventtype", "eventname", "action", "topic", "hooktype", "kind", "name");
  private static final Pattern EVENT = Pattern.compile("[A-Za-z0-9_.:/ -]{1,80}");
  private static final Pattern HEADER = Pattern.compile("@[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String USUAL = "reservation.changed";
  private static final int MOST_NAMED = 12;

  private final Sample webhook;
  private final boolean isThin;

  /**
   * @param file what the provider sends; null for an invented one
   */
  public SampleReader(Path file, boolean isThin) {
    this.isThin = isThin;
    this.webhook =
        file == null ? invented(isThin ? "sample-thin.json" : "sample.json") : read(file);
  }

  private static Sample read(Path file) {
    try {
      return Sample.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": Bellhop cannot read it: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(
          file + " is not JSON: " + e.getCause().getMessage().lines().findFirst().orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " " + e.getMessage());
    }
  }

  private static Sample invented(String name) {
    return Sample.of(Resources.bytes(SampleReader.class, name));
  }

  /**
   * @param event as given, a field or a header; null to guess it
   * @param name the value there, if the sample does not show it; null for the usual one
   * @param id as given; null to guess it
   */
  public ProviderAnswers.Webhook webhook(String event, String name, String id) {
    String where = event == null ? guessedEvent() : event(event);
    String word = where.startsWith("@") ? name : webhook.at(where).asText();
    String shown = word == null || word.isEmpty() ? USUAL : word;
    if (!EVENT.matcher(shown).matches()) {
      throw new IllegalArgumentException(
          "the value at " + where + " names no event; name the field that does by --event");
    }
    return new ProviderAnswers.Webhook(webhook, where, shown, id == null ? guessedId() : id(id));
  }

  /**
   * @param file a record as the API has it, for a thin webhook; null for an invented one, and where
   *     the webhook holds it
   */
  public ProviderAnswers.RecordSample record(Path file, ProviderAnswers.Webhook given) {
    if (!isThin) {
      String path = FieldGuess.record(webhook);
      String around = Sample.parent(path);
      // A guest may be next to the booking, and then both are mapped.
      return !FieldGuess.hasGuest(webhook.part(path)) && FieldGuess.hasGuest(webhook.part(around))
          ? new ProviderAnswers.RecordSample(
              webhook.part(around), around, "$" + path.substring(around.length()))
          : new ProviderAnswers.RecordSample(webhook.part(path), path, "$");
    }
    if (file != null) {
      return new ProviderAnswers.RecordSample(read(file), "$", "$");
    }
    Sample record = invented("sample.json").part("$.data");
    record.object().set("id", webhook.at(given.id()));
    return new ProviderAnswers.RecordSample(record, "$", "$");
  }

  private String guessedEvent() {
    for (String name : EVENTS) {
      for (Sample.Leaf leaf : webhook.leaves()) {
        String own = leaf.path().substring(2).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
        if (own.equals(name) && leaf.value().isTextual()) {
          return leaf.path();
        }
      }
    }
    throw new IllegalArgumentException(
        "no field of the sample seems to name the event: give --event, as a field ($.type) or a"
            + " header (@x-event)");
  }

  private String event(String given) {
    return HEADER.matcher(given).matches()
        ? given.toLowerCase(Locale.ROOT)
        : field("--event", given);
  }

  private String guessedId() {
    FieldGuess.Target id = FieldGuess.RESERVATION.get(0);
    String path = FieldGuess.record(webhook);
    String found =
        FieldGuess.of(id, webhook.part(path))
            .map(own -> path + own.substring(1))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no field of the sample seems to be the record's id: give --id, as in"
                            + " $.data.id"));
    return fits(found);
  }

  private String id(String given) {
    return fits(field("--id", given));
  }

  private String fits(String path) {
    if (isThin && !ID.matcher(webhook.at(path).asText()).matches()) {
      throw new IllegalArgumentException(
          "the value at " + path + " cannot be part of a path: an id has letters, digits, - and _");
    }
    return path;
  }

  private String field(String option, String given) {
    String path =
        Sample.path(given)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        option + " must be a field such as $.data.id; was: " + given));
    if (!webhook.at(path).isValueNode() || webhook.at(path).isNull()) {
      List<String> there = webhook.leaves().stream().map(Sample.Leaf::path).toList();
      throw new IllegalArgumentException(
          option
              + ": the sample has nothing at "
              + path
              + "; there are "
              + String.join(", ", there.subList(0, Math.min(MOST_NAMED, there.size()))));
    }
    return path;
  }
}
