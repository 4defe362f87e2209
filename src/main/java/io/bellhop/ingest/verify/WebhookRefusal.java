package io.bellhop.ingest.verify;

/**
 * Why Bellhop refused a webhook, for the operator: in the log, at the account, and in the metric.
 * The sender does not see it. It contains no secret and nothing of the body.
 *
 * @param detail besides the reason's own text; empty if there is none
 */
public record WebhookRefusal(Reason reason, String detail) {
  /** A label of the metric, so there are only a few. */
  public enum Reason {
    UNKNOWN_TOKEN("no account has this listener token"),
    NOT_POST("it was not sent by POST"),
    NO_PROOF_SET(
        "the account has no credentials under webhook yet, so Bellhop refuses all its webhooks"),
    NO_CREDENTIALS("the header that proves the sender is missing or repeated"),
    WRONG_CREDENTIALS("wrong username or password"),
    WRONG_TOKEN("the token or value is not the account's"),
    NO_SIGNATURE("the signature's header is missing or repeated"),
    WRONG_SIGNATURE(
        "the signature does not match: the secret is another, or the body was changed on its way"),
    NO_TIMESTAMP("the signed time is missing or not a time"),
    STALE("the signed time is too far from now"),
    BAD_SECRET("the account's secret does not have the form that this verifier needs"),
    WRONG_ADDRESS("the sender's address is not among webhook.allowed_addresses of the account"),
    TOO_LARGE("the body is larger than bellhop.http.max-body"),
    ENCODING("its content-encoding is not gzip"),
    UNAVAILABLE("Bellhop could not store it");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static WebhookRefusal of(Reason reason) {
    return new WebhookRefusal(reason, "");
  }

  /** A sentence for the operator. */
  public String text() {
    return detail.isEmpty() ? reason.text : reason.text + " (" + detail + ")";
  }
}
