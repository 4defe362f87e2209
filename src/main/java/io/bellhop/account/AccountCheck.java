package io.bellhop.account;

/**
 * The answer of a provider's API to an account's credentials.
 *
 * @param isRefusal whether the provider refused the credentials, instead of failing to answer
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

    /** The state as the API shows it. */
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
   * @param detail the provider's answer in place of the record
   */
  public static AccountCheck unanswered(String detail) {
    return new AccountCheck(State.FAILED, detail, false);
  }

  /**
   * @param detail why the check has no result
   */
  public static AccountCheck notChecked(String detail) {
    return new AccountCheck(State.NOT_CHECKED, detail, false);
  }
}
