package io.bellhop.account;

/**
 * What a provider's API makes of an account's credentials.
 *
 * @param isRefusal whether it has failed because the provider refuses them, and not because it is
 *     out of reach
 */
public record AccountCheck(State state, String detail, boolean isRefusal) {
  public enum State {
    OK("ok"),
    FAILED("failed"),
    NOT_CHECKED("not_checked");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** As the API writes it. */
    public String text() {
      return text;
    }
  }

  public static AccountCheck ok(String detail) {
    return new AccountCheck(State.OK, detail, false);
  }

  /**
   * @param detail what was wrong, without anything secret
   */
  public static AccountCheck failed(String detail) {
    return new AccountCheck(State.FAILED, detail, true);
  }

  /**
   * @param detail what the provider answers in place of the record
   */
  public static AccountCheck unanswered(String detail) {
    return new AccountCheck(State.FAILED, detail, false);
  }

  /**
   * @param detail why nothing can be said
   */
  public static AccountCheck notChecked(String detail) {
    return new AccountCheck(State.NOT_CHECKED, detail, false);
  }
}
