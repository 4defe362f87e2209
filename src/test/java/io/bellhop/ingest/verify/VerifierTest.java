package io.bellhop.ingest.verify;

import static io.bellhop.ingest.VerifierInput.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.ingest.VerifierInput;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final byte[] ANY_BODY = {};

  @Test
  void a_proof_goes_by_its_name() {
    assertThat(verifier("basic")).isInstanceOf(BasicVerifier.class);
    assertThat(verifier("header")).isInstanceOf(HeaderVerifier.class);
    assertThat(verifier("bearer")).isInstanceOf(BearerVerifier.class);
    assertThat(verifier("token")).isInstanceOf(TokenVerifier.class);
    assertThat(verifier("standard-webhooks")).isInstanceOf(StandardWebhooksVerifier.class);
    assertThat(verifier("hmac", "signatureHeader", "X-Sum")).isInstanceOf(HmacVerifier.class);
  }

  @Test
  void a_name_that_there_is_not_must_not_mean_no_proof() {
    for (String name : List.of("basik", "Basic", "none", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> verifier(name))
          .withMessage(
              "parameter verify must be one of basic, bearer, header, hmac, standard-webhooks, token,"
                  + " was: "
                  + name);
    }
  }

  @Test
  void each_says_which_credentials_it_reads() {
    assertThat(verifier("basic").fields()).containsExactlyInAnyOrder("username", "password");
    assertThat(verifier("header").fields()).containsExactlyInAnyOrder("header", "value");
    assertThat(verifier("bearer").fields()).contains("token", "value");
    assertThat(verifier("token").fields()).isEmpty();
    assertThat(verifier("standard-webhooks").fields()).containsExactly("secret");
    assertThat(verifier("hmac", "signatureHeader", "X-Sum").fields()).containsExactly("secret");
  }

  @Test
  void the_listener_token_alone_is_enough_where_the_provider_can_do_no_more() {
    assertThat(verifier("token").verify(VerifierInput.account(Map.of()), headers(), ANY_BODY))
        .isTrue();
  }

  @Test
  void where_a_proof_is_optional_an_account_without_credentials_needs_none() {
    Verifier verifier = verifier("header", "verifyOptional", "true");

    assertThat(verifier.verify(VerifierInput.account(Map.of()), headers(), ANY_BODY)).isTrue();
    assertThat(verifier.fields()).containsExactlyInAnyOrder("header", "value");
  }

  @Test
  void and_one_that_has_any_must_prove_it() {
    Verifier verifier = verifier("header", "verifyOptional", "true");
    Map<String, String> own = Map.of("header", "X-Hotel", "value", "hush");

    assertThat(verifier.verify(VerifierInput.account(own), headers("X-Hotel", "hush"), ANY_BODY))
        .isTrue();
    assertThat(verifier.verify(VerifierInput.account(own), headers(), ANY_BODY)).isFalse();
    assertThat(verifier.verify(VerifierInput.account(Map.of("secret", "s")), headers(), ANY_BODY))
        .as("credentials of another scheme")
        .isFalse();
  }

  @Test
  void a_proof_is_not_optional_unless_the_folder_says_so() {
    for (String name : List.of("basic", "header", "bearer", "standard-webhooks", "hmac")) {
      Verifier verifier = verifier(name, "signatureHeader", "X-Sum");
      assertThat(verifier.verify(VerifierInput.account(Map.of()), headers(), ANY_BODY))
          .as(name)
          .isFalse();
    }
  }

  @Test
  void a_folder_may_still_write_the_former_names() {
    Verifier verifier =
        VerifierInput.settings("verify", "", "proof", "header", "proofOptional", "true").verifier();

    assertThat(verifier.fields()).containsExactlyInAnyOrder("header", "value");
    assertThat(verifier.verify(VerifierInput.account(Map.of()), headers(), ANY_BODY)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifierInput.settings("verify", "", "proof", "basik"))
        .withMessageStartingWith("parameter proof must be one of");
  }

  private static Verifier verifier(String name, String... more) {
    String[] all = Stream.concat(Stream.of("verify", name), Stream.of(more)).toArray(String[]::new);
    return VerifierInput.settings(all).verifier();
  }
}
