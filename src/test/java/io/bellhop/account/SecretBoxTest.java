package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
  private static final String PLACE = SecretBox.place("account", "api", 1);

  private final SecretBox box = new SecretBox(key(1));

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "at_1234", "pässwörd 🔑", "{\"token\":\"a:b\"}"})
  void what_is_sealed_opens_to_what_it_was(String clear) {
    assertThat(box.open(box.seal(clear, PLACE), PLACE)).isEqualTo(clear);
  }

  @Test
  void another_box_with_the_same_key_opens_it() {
    assertThat(new SecretBox(key(1)).open(box.seal("secret", PLACE), PLACE)).isEqualTo("secret");
  }

  @Test
  void the_sealed_text_tells_neither_the_secret_nor_that_two_are_the_same() {
    Set<String> sealed = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      sealed.add(box.seal("secret", PLACE));
    }

    assertThat(sealed).hasSize(1000).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void another_key_is_refused_with_what_to_do() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> new SecretBox(key(2)).open(box.seal("secret", PLACE), PLACE))
        .withMessageContainingAll("another secret key", "bellhop.secret-key", "data folder")
        .withMessageNotContaining("secret\"");
  }

  @Test
  void copied_to_another_row_or_column_it_is_refused() {
    String sealed = box.seal("secret", PLACE);

    for (String other :
        new String[] {
          SecretBox.place("account", "api", 2), SecretBox.place("account", "webhook", 1), ""
        }) {
      assertThatThrownBy(() -> box.open(sealed, other)).hasMessageContaining("another row");
    }
  }

  @Test
  void the_old_key_opens_what_it_has_sealed_and_seals_nothing_more() {
    SecretBox both = new SecretBox(key(2), key(1));

    assertThat(both.open(box.seal("secret", PLACE), PLACE)).isEqualTo("secret");
    assertThat(new SecretBox(key(2)).open(both.seal("new", PLACE), PLACE)).isEqualTo("new");
  }

  @Test
  void an_old_key_in_the_data_folder_counts(@TempDir Path data) throws Exception {
    String sealed = SecretBox.open("", data).seal("secret", PLACE);
    Files.move(data.resolve("secret.key"), data.resolve("secret.key.old"));

    assertThat(SecretBox.open("", data).open(sealed, PLACE)).isEqualTo("secret");
    assertThat(data.resolve("secret.key")).exists();
  }

  @Test
  void a_change_of_any_byte_is_noticed() {
    String sealed = box.seal("secret", PLACE);
    String id = sealed.substring(0, sealed.indexOf(':') + 1);
    byte[] bytes = Base64.getDecoder().decode(sealed.substring(id.length()));

    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      String text = id + Base64.getEncoder().encodeToString(changed);
      assertThatThrownBy(() -> box.open(text, PLACE))
          .as("byte %d", i)
          .hasMessageContaining("changed");
    }
  }

  @Test
  void so_is_a_text_that_was_cut() {
    String sealed = box.seal("secret", PLACE);

    String id = sealed.substring(0, sealed.indexOf(':') + 1);
    byte[] bytes = Base64.getDecoder().decode(sealed.substring(id.length()));

    for (int i = 0; i < bytes.length; i++) {
      String cut = id + Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes, i));
      assertThatThrownBy(() -> box.open(cut, PLACE)).as(cut).isInstanceOf(RuntimeException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33})
  void a_key_is_32_bytes(int length) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> new SecretBox(new byte[length]))
        .withMessageContainingAll("bellhop.secret-key", "openssl rand -base64 32", "was " + length);
  }

  @Test
  void a_configured_key_leaves_the_data_folder_alone(@TempDir Path data) {
    String configured = Base64.getEncoder().encodeToString(key(1));

    SecretBox opened = SecretBox.open(configured, data);

    assertThat(opened.open(box.seal("secret", PLACE), PLACE)).isEqualTo("secret");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void a_configured_key_that_is_not_base64_names_its_option(@TempDir Path data) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SecretBox.open("not base64!", data))
        .withMessageContaining("bellhop.secret-key is not base64");
  }

  @Test
  void without_one_a_key_is_made_at_the_first_start_and_used_at_the_next(@TempDir Path folder) {
    Path data = folder.resolve("not/yet/there");

    String sealed = SecretBox.open("", data).seal("secret", PLACE);

    assertThat(SecretBox.open("", data).open(sealed, PLACE)).isEqualTo("secret");
  }

  @Test
  void only_the_owner_may_read_the_key_file(@TempDir Path data) throws Exception {
    SecretBox.open("", data);

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("secret.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void two_first_starts_have_two_keys(@TempDir Path one, @TempDir Path two) throws Exception {
    SecretBox.open("", one);
    SecretBox.open("", two);

    assertThat(one.resolve("secret.key")).exists();
    assertThat(Files.readString(one.resolve("secret.key")))
        .isNotEqualTo(Files.readString(two.resolve("secret.key")));
  }

  @Test
  void a_broken_key_file_is_named(@TempDir Path data) throws Exception {
    Files.writeString(data.resolve("secret.key"), "not base64!");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SecretBox.open("", data))
        .withMessageContaining(data.resolve("secret.key").toString());
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return key;
  }
}
