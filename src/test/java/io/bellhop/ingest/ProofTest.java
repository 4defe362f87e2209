package io.bellhop.ingest;

import static io.bellhop.ingest.Given.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final byte[] ANY_BODY = {};

  @Test
  void a_proof_goes_by_its_name() {
    assertThat(proof("basic")).isInstanceOf(BasicProof.class);
    assertThat(proof("header")).isInstanceOf(HeaderProof.class);
    assertThat(proof("bearer")).isInstanceOf(BearerProof.class);
    assertThat(proof("token")).isInstanceOf(TokenProof.class);
    assertThat(proof("standard-webhooks")).isInstanceOf(StandardWebhooksProof.class);
    assertThat(proof("hmac", "signatureHeader", "X-Sum")).isInstanceOf(HmacProof.class);
  }

  @Test
  void a_name_that_there_is_not_must_not_mean_no_proof() {
    for (String name : List.of("basik", "Basic", "none", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> proof(name))
          .withMessage(
              "parameter verify must be one of basic, bearer, header, hmac, standard-webhooks, token,"
                  + " was: "
                  + name);
    }
  }

  @Test
  void each_says_which_credentials_it_reads() {
    assertThat(proof("basic").fields()).containsExactlyInAnyOrder("username", "password");
    assertThat(proof("header").fields()).containsExactlyInAnyOrder("header", "value");
    assertThat(proof("bearer").fields()).contains("token", "value");
    assertThat(proof("token").fields()).isEmpty();
    assertThat(proof("standard-webhooks").fields()).containsExactly("secret");
    assertThat(proof("hmac", "signatureHeader", "X-Sum").fields()).containsExactly("secret");
  }

  @Test
  void the_listener_token_alone_is_enough_where_the_provider_can_do_no_more() {
    assertThat(proof("token").holds(Given.account(Map.of()), headers(), ANY_BODY)).isTrue();
  }

  @Test
  void where_a_proof_is_optional_an_account_without_credentials_needs_none() {
    Proof proof = proof("header", "verifyOptional", "true");

    assertThat(proof.holds(Given.account(Map.of()), headers(), ANY_BODY)).isTrue();
    assertThat(proof.fields()).containsExactlyInAnyOrder("header", "value");
  }

  @Test
  void and_one_that_has_any_must_prove_it() {
    Proof proof = proof("header", "verifyOptional", "true");
    Map<String, String> own = Map.of("header", "X-Hotel", "value", "hush");

    assertThat(proof.holds(Given.account(own), headers("X-Hotel", "hush"), ANY_BODY)).isTrue();
    assertThat(proof.holds(Given.account(own), headers(), ANY_BODY)).isFalse();
    assertThat(proof.holds(Given.account(Map.of("secret", "s")), headers(), ANY_BODY))
        .as("credentials of another scheme")
        .isFalse();
  }

  @Test
  void a_proof_is_not_optional_unless_the_folder_says_so() {
    for (String name : List.of("basic", "header", "bearer", "standard-webhooks", "hmac")) {
      Proof proof = proof(name, "signatureHeader", "X-Sum");
      assertThat(proof.holds(Given.account(Map.of()), headers(), ANY_BODY)).as(name).isFalse();
    }
  }

  @Test
  void a_folder_may_still_write_the_former_names() {
    Proof proof = Given.settings("verify", "", "proof", "header", "proofOptional", "true").proof();

    assertThat(proof.fields()).containsExactlyInAnyOrder("header", "value");
    assertThat(proof.holds(Given.account(Map.of()), headers(), ANY_BODY)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Given.settings("verify", "", "proof", "basik"))
        .withMessageStartingWith("parameter proof must be one of");
  }

  @Test
  void secrets_are_the_same_only_if_every_letter_is() {
    assertThat(Proof.same("secret", "secret")).isTrue();
    assertThat(Proof.same("secret", "secreT")).isFalse();
    assertThat(Proof.same("secret", "secret ")).isFalse();
    assertThat(Proof.same("secret", "")).isFalse();
  }

  private static Proof proof(String name, String... more) {
    String[] all = Stream.concat(Stream.of("verify", name), Stream.of(more)).toArray(String[]::new);
    return Given.settings(all).proof();
  }
}
