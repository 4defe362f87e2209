package io.bellhop.connect;

import java.util.List;
import java.util.Map;

/**
 * Why a customer cannot continue, as text for a page. It contains no secret and no text of third
 * parties.
 */
public final class ConnectFailure extends RuntimeException {
  /** The failure; each has its own page. */
  public enum Kind {
    /** There is no such link. */
    NO_LINK(404, "This link leads nowhere"),
    LINK_EXPIRED(410, "This link has expired"),
    /** The link has created its account. */
    LINK_USED(410, "This link has been used"),
    /** The operator has not configured the provider. */
    NOT_SET_UP(503, "You cannot connect this provider yet"),
    /** The answer comes from another browser, from another attempt, or is forged. */
    WRONG_STATE(400, "This answer does not belong to this browser"),
    ATTEMPT_EXPIRED(400, "This attempt has expired or was used"),
    DENIED(400, "You did not grant access"),
    NO_CODE(400, "The provider's answer has no usable code"),
    CODE_REFUSED(502, "The provider refused its own code"),
    PROVIDER_DOWN(502, "The provider does not answer"),
    CREDENTIALS_REFUSED(422, "The provider refused the credentials"),
    INVALID(422, "The form has errors"),
    EXISTS(409, "This account is already connected");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    public int status() {
      return status;
    }

    public String title() {
      return title;
    }
  }

  private final Kind kind;
  private final transient Map<String, List<String>> details;

  public ConnectFailure(Kind kind, String text) {
    this(kind, text, Map.of());
  }

  /**
   * @param details the faults of the form's fields
   */
  ConnectFailure(Kind kind, String text, Map<String, List<String>> details) {
    super(text, null, false, false);
    this.kind = kind;
    this.details = details;
  }

  public Kind kind() {
    return kind;
  }

  public Map<String, List<String>> details() {
    return details;
  }
}
