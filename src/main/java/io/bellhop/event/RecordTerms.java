package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bellhop.account.AccountRows;
import io.bellhop.store.Database;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The words by which users find a record: names and e-mail addresses of its guest, and its
 * confirmation code. Only this class decides which data of a guest a search can find.
 */
public final class RecordTerms {
  /** Deletes the words of a deleted account's records. */
  public static final AccountRows ACCOUNT_ROWS = RecordTermQueue::deleteAccount;

  /** The number of words that one transaction hashes, which limits what a crash repeats. */
  private static final int PORTION = 1_000;

  /**
   * The number of records whose words one transaction writes. It takes some milliseconds, because
   * others wait for it.
   */
  private static final int RECORDS = 200;

  /** The longest time for which a search waits for the words of a flood. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private static final String NAME = "name ";
  private static final String EMAIL = "email ";
  private static final String CODE = "code ";

  /** A name has fewer words, but a provider may send a longer text. */
  private static final int MOST_WORDS = 12;

  private static final int LONGEST_WORD = 60;
  private static final int LONGEST = 254;

  /** Control characters, and halves of characters. */
  private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private RecordTerms() {}

  /**
   * @param type of the record
   */
  static Set<String> of(String type, JsonNode record) {
    Set<String> terms = new TreeSet<>();
    JsonNode code = record.at("/codes/confirmationCode");
    if (add(terms, CODE, code)) {
      add(terms, CODE, TextNode.valueOf(bareCode(code.asText())));
    }
    addPerson(terms, record.path("primaryGuest"));
    addPerson(terms, record.path("recipient"));
    if (type.equals("guest")) {
      addPerson(terms, record);
    }
    return terms;
  }

  private static void addPerson(Set<String> terms, JsonNode person) {
    List<String> names = new ArrayList<>();
    for (String field : List.of("name", "nameFirst", "nameLast")) {
      words(person.path(field).asText("")).stream().limit(MOST_WORDS).forEach(names::add);
    }
    names.forEach(word -> terms.add(NAME + word));
    add(terms, EMAIL, person.path("email"));
    int place = 0;
    for (JsonNode email : person.path("emails")) {
      if (place++ < MOST_WORDS) {
        add(terms, EMAIL, email);
      }
    }
  }

  private static boolean add(Set<String> terms, String kind, JsonNode value) {
    String text = plain(value.asText(""));
    boolean isStorable =
        !text.isEmpty() && text.length() <= LONGEST && !UNSTORABLE.matcher(text).find();
    if (isStorable) {
      terms.add(kind + text);
    }
    return isStorable;
  }

  /** Hashes words that were written before the operator enabled encryption. */
  public static void prepare(Database database) throws SQLException {
    RecordTermQueue queue = new RecordTermQueue(database.content());
    while (writeSome(database, queue)) {
      // An earlier run may have left more.
    }
    boolean isMore = database.content().encrypts();
    while (isMore) {
      isMore =
          database.durably(
              connection -> {
                // Another node may start at the same time and write the same rows.
                SystemEvents.hold(connection);
                return queue.hash(connection, PORTION);
              });
    }
  }

  /**
   * Writes the words of all published records, so that a search after an event finds its record.
   *
   * @return whether there are more than a caller can wait for
   */
  public static boolean write(Database database) throws SQLException {
    RecordTermQueue queue = new RecordTermQueue(database.content());
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    boolean isMore = true;
    while (isMore && System.nanoTime() < end) {
      isMore = writeSome(database, queue);
    }
    return isMore;
  }

  private static boolean writeSome(Database database, RecordTermQueue queue) throws SQLException {
    return database.transact(database.byKeys(c -> queue.write(c, RECORDS))) == RECORDS;
  }

  /** A code in a common form; some systems write it in groups or in lower case. */
  static String bareCode(String code) {
    return BETWEEN_WORDS.matcher(plain(code)).replaceAll("");
  }

  /** The term of a record with this confirmation code. */
  public static String code(String text) {
    return CODE + plain(text);
  }

  /** The term of a record whose guest has this e-mail address. */
  public static String email(String text) {
    return EMAIL + plain(text);
  }

  /**
   * The prefixes of the terms of a guest whose name has these words, or words that start with them.
   */
  public static List<String> names(String text) {
    return words(text).stream().map(word -> NAME + word).toList();
  }

  /**
   * A text without accents, whether they are combined with their letters or separate characters.
   */
  static String withoutMarks(String text) {
    return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
  }

  private static List<String> words(String text) {
    return BETWEEN_WORDS
        .splitAsStream(plain(withoutMarks(text)))
        .filter(word -> !word.isEmpty())
        .map(word -> word.length() > LONGEST_WORD ? beginning(word) : word)
        .distinct()
        .toList();
  }

  /** Cuts between whole characters, because a database rejects half a surrogate pair. */
  private static String beginning(String word) {
    int last = LONGEST_WORD - (Character.isHighSurrogate(word.charAt(LONGEST_WORD - 1)) ? 1 : 0);
    return word.substring(0, last);
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
