package io.bellhop.account;

/**
 * The answer of a provider's API to an account's credentials.
 *
 * @param isRefusal whether the provider refused the credentials, and not merely failed to answer
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
   * @param detail the fault, without secrets
   */
  public static AccountCheck failed(String detail) {
    return new AccountCheck(State.FAILED, detail, true);
  }

  /**
   * @param detail what the provider answered instead of the record
   */
  public static AccountCheck unanswered(String detail) {
    return new AccountCheck(State.FAILED, detail, false);
  }

  /**
   * @param detail why the check cannot tell
   */
  public static AccountCheck notChecked(String detail) {
    return new AccountCheck(State.NOT_CHECKED, detail, false);
  }
}
