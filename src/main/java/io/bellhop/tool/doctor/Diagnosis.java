package io.bellhop.tool.doctor;

/**
 * The finding of a check.
 *
 * @param subject the thing that the doctor examined
 * @param text the finding, and what to do if something is wrong; it holds no secret
 */
public record Diagnosis(Level level, String subject, String text) {
  public enum Level {
    OK("ok"),
    NOT_CHECKED("not checked"),
    WARNING("warning"),
    FAILED("failed");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  static Diagnosis ok(String subject, String text) {
    return new Diagnosis(Level.OK, subject, text);
  }

  static Diagnosis notChecked(String subject, String text) {
    return new Diagnosis(Level.NOT_CHECKED, subject, text);
  }

  public static Diagnosis warning(String subject, String text) {
    return new Diagnosis(Level.WARNING, subject, text);
  }

  static Diagnosis failed(String subject, String text) {
    return new Diagnosis(Level.FAILED, subject, text);
  }

  public boolean hasFailed() {
    return level == Level.FAILED;
  }
}
