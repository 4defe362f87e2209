package io.bellhop.ingest.verify;

import static io.bellhop.ingest.VerifierInput.headers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.TemplateParameters;
import io.bellhop.ingest.VerifierInput;
import io.bellhop.net.RequestHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signatures are not ours: Python's hmac and openssl made them. */
class HmacVerifierTest {
  private static final String SECRET = "client-secret";
  private static final String BODY = "{\"event\":\"stay.updated\",\"name\":\"Zoë 東京\"}";
  private static final long NOW = 1_790_000_000L;
  private static final String SHA256 =
      "018b3576011eb2b5fd239a9a4509774f41305a21e414a0391a3490aede8823c3";
  private static final String SHA256_BASE64 = "AYs1dgEesrX9I5qaRQl3T0EwWiHkFKA5GjSQrt6II8M=";

  @Test
  void the_vector_that_came_with_a_providers_facts_is_accepted() {
    Case booking =
        with("signatureHeader", "X-BE-SIGNATURE", "signatureAlgorithm", "sha1")
            .and("signaturePrefix", "sha1=");
    String body = "{\"event\":\"reservation|created\",\"subscription_id\":\"42\"}";
    RequestHeaders headers =
        headers("x-be-signature", "sha1=db9906952b872a31f4938cb2660865fd1dae7e47");

    assertThat(booking.verify(SECRET, headers, body)).isTrue();
    assertThat(booking.verify(SECRET, headers, body + " ")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sha1, hex, 9abd609e5e11ebc2c9cfe1d5baca331aa07fe3b1",
    "sha1, hex, 9ABD609E5E11EBC2C9CFE1D5BACA331AA07FE3B1",
    "sha1, base64, mr1gnl4R68LJz+HVusozGqB/47E=",
    "sha256, hex, " + SHA256,
    "sha256, base64, " + SHA256_BASE64,
    "sha512, hex, 7e2f60f7a09960e688bca8e8c5e36baf6a0158b45dbaba6a306653b317301e758303fea6001fbb527bcd63ec4b4e3f19d54b75cf185269b0071f896bdc2a68ec",
    "sha512, base64, fi9g96CZYOaIvKjoxeNrr2oBWLRdurpqMGZTsxcwHnWDA/6mAB+7UnvNY+xLTj8Z1Ut1zxhSabAHH4lr3Cpo7A=="
  })
  void each_algorithm_is_accepted_in_its_encoding(
      String algorithm, String encoding, String signature) {
    Case given = with("signatureAlgorithm", algorithm, "signatureEncoding", encoding);

    assertThat(given.verify(SECRET, headers("X-Sum", signature), BODY)).isTrue();
    assertThat(given.verify("client-secret2", headers("X-Sum", signature), BODY)).isFalse();
    assertThat(given.verify(SECRET, headers("X-Sum", signature), BODY.replace("up", "UP")))
        .isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "sha256=" + SHA256,
        SHA256_BASE64,
        "9abd609e5e11ebc2c9cfe1d5baca331aa07fe3b1",
        "118b3576011eb2b5fd239a9a4509774f41305a21e414a0391a3490aede8823c3",
        "018b3576011eb2b5fd239a9a4509774f41305a21e414a0391a3490aede8823c",
        "018b3576011eb2b5fd239a9a4509774f41305a21e414a0391a3490aede8823",
        SHA256 + "00",
        SHA256 + "," + SHA256,
        " " + SHA256
      })
  void a_signature_that_is_not_written_as_it_must_be_is_refused(String signature) {
    assertThat(with().verify(SECRET, headers("X-Sum", signature), BODY)).isFalse();
  }

  @Test
  void a_prefix_must_be_there_if_the_provider_writes_one() {
    Case given = with("signaturePrefix", "sha256=");

    assertThat(given.verify(SECRET, headers("X-Sum", "sha256=" + SHA256), BODY)).isTrue();
    assertThat(given.verify(SECRET, headers("X-Sum", SHA256), BODY)).isFalse();
    assertThat(given.verify(SECRET, headers("X-Sum", "sha1=" + SHA256), BODY)).isFalse();
  }

  @Test
  void the_header_must_be_there_and_stand_once() {
    assertThat(with().verify(SECRET, headers(), BODY)).isFalse();
    assertThat(with().verify(SECRET, headers("X-Sum", SHA256, "x-sum", SHA256), BODY)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "{timestamp}.{body}, hex, 1790000000, 545ca8690dbff35193a86d53edbb663aa0b234d8b179c0353edf969322163761",
    "{timestamp}.{body}, hex, 1790000000000, 6dbde53aa433ece5fa1cd8403e68b8dd89adea0c4db974d46c510f66336ebd33",
    "v0:{timestamp}:{body}, hex, 1790000000, 0be473ca76d6382a9c6e312a6d9d52b356e914028bc8fe52a2bfeede13089370",
    "{body}{timestamp}, base64, 1790000000, kXPGFoli++WCOc4GDK0XuRQiuanQ43d8TuUQMsz4jZk="
  })
  void a_time_may_be_signed_too(String content, String encoding, String time, String signature) {
    Case given = timed().and("signedContent", content).and("signatureEncoding", encoding);

    assertThat(given.verify(SECRET, headers("X-Sum", signature, "X-Time", time), BODY)).isTrue();
    assertThat(given.verify(SECRET, headers("X-Sum", signature), BODY)).isFalse();
    assertThat(
            given.verify(SECRET, headers("X-Sum", signature, "X-Time", time, "x-time", time), BODY))
        .isFalse();
    assertThat(given.verify(SECRET, headers("X-Sum", signature, "X-Time", time + "0"), BODY))
        .isFalse();
    assertThat(
            given.verify(
                SECRET, headers("X-Sum", signature, "X-Time", time.replaceFirst("0+$", "1")), BODY))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-300, true", "-299, true", "0, true", "300, true", "-301, false", "301, false"})
  void a_time_up_to_five_minutes_off_is_tolerated(long off, boolean good) {
    Case seconds = timed().at(NOW + off);
    RequestHeaders inSeconds =
        headers(
            "X-Sum",
            "545ca8690dbff35193a86d53edbb663aa0b234d8b179c0353edf969322163761",
            "X-Time",
            "1790000000");
    RequestHeaders inMillis =
        headers(
            "X-Sum",
            "6dbde53aa433ece5fa1cd8403e68b8dd89adea0c4db974d46c510f66336ebd33",
            "X-Time",
            "1790000000000");

    assertThat(seconds.verify(SECRET, inSeconds, BODY)).isEqualTo(good);
    assertThat(seconds.verify(SECRET, inMillis, BODY)).isEqualTo(good);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        " ",
        "now",
        "1790000000.0",
        "+1790000000",
        "-1790000000",
        "0x6AB13B80",
        "１７９０００００００",
        "2026-09-21T14:13:20Z",
        "9223372036854775807",
        "99999999999999999999"
      })
  void a_time_that_is_not_one_is_refused(String time) {
    // Signed by us, so that nothing but the time is wrong.
    String signature = sign(time + "." + BODY);

    assertThat(timed().verify(SECRET, headers("X-Sum", signature, "X-Time", time), BODY)).isFalse();
    assertThat(
            timed()
                .verify(SECRET, headers("X-Sum", sign(NOW + "." + BODY), "X-Time", "" + NOW), BODY))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "hex, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, true",
    "hex, 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F, true",
    "base64, AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, true",
    "text, AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, false",
    "hex, AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, false",
    "hex, 00010, false",
    "hex, not hex, false",
    "base64, '*** no base64 ***', false",
    "base64, '====', false"
  })
  void a_secret_is_read_as_it_is_written_and_garbage_fits_nothing(
      String encoding, String secret, boolean good) {
    Case given = with("secretEncoding", encoding);
    RequestHeaders headers =
        headers("X-Sum", "68ce6241a0a46a60254e64ae5017331feeada4507629b5c50a786a199172ffca");

    assertThat(given.verify(secret, headers, BODY)).isEqualTo(good);
  }

  @Test
  void an_account_without_a_secret_accepts_nothing() {
    // printf '%s' "$body" | openssl dgst -sha256 -hmac ''
    RequestHeaders byNothing =
        headers("X-Sum", "94fdae791e151a11594dd42968b9b55ac63e5b4ef2b8ebb93780c32926d06898");

    assertThat(with().verify("", byNothing, BODY)).isFalse();
    assertThat(
            with()
                .verifier()
                .verify(VerifierInput.account(Map.of()), byNothing, BODY.getBytes(UTF_8)))
        .isFalse();
  }

  @Test
  void bytes_that_are_no_text_are_signed_as_they_are() {
    byte[] broken = {'{', (byte) 0xff, '}'};
    String decoded = new String(broken, UTF_8);
    RequestHeaders headers = headers("X-Sum", sign(decoded));
    var account = VerifierInput.account(Map.of("secret", SECRET));

    assertThat(with().verifier().verify(account, headers, decoded.getBytes(UTF_8))).isTrue();
    assertThat(with().verifier().verify(account, headers, broken)).isFalse();
  }

  private static String sign(String content) {
    try {
      var mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(new javax.crypto.spec.SecretKeySpec(SECRET.getBytes(UTF_8), "x"));
      return java.util.HexFormat.of().formatHex(mac.doFinal(content.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Case with(String... namesAndValues) {
    List<String> all = new ArrayList<>(List.of("verify", "hmac", "signatureHeader", "X-Sum"));
    all.addAll(Arrays.asList(namesAndValues));
    return new Case(all, NOW);
  }

  private static Case timed() {
    return with("signedContent", "{timestamp}.{body}", "timestampHeader", "X-Time");
  }

  /** A way of signing, and the time of the test. */
  private record Case(List<String> parameters, long now) {
    Case and(String name, String value) {
      List<String> all = new ArrayList<>(parameters);
      all.addAll(List.of(name, value));
      return new Case(all, now);
    }

    Case at(long second) {
      return new Case(parameters, second);
    }

    Verifier verifier() {
      Map<String, String> all = VerifierInput.parameters(parameters.toArray(String[]::new));
      return Verifier.of(new TemplateParameters(all), VerifierInput.clock(now));
    }

    boolean verify(String secret, RequestHeaders headers, String body) {
      return verifier()
          .verify(VerifierInput.account(Map.of("secret", secret)), headers, body.getBytes(UTF_8));
    }
  }
}
