package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * JSLT's own functions whose work their arguments do not bound: a regular expression may try every
 * path through a text, and a few characters can make a large one. Each counts its work, then does
 * the same as JSLT's.
 */
final class MeteredFunctions {
  private static final int CHARACTERS_OF_A_STEP = 64;

  private final Supplier<WorkMeter> meters;

  MeteredFunctions(Supplier<WorkMeter> meters) {
    this.meters = meters;
  }

  List<Function> all() {
    return List.of(
        before("test", a -> search(a, false)),
        before("capture", a -> search(a, false)),
        before("split", a -> search(a, true)),
        before("replace", a -> mayMake(length(a[0]), search(a, true), a[2])),
        before("join", a -> mayMake(0, a[0].size(), a[1])));
  }

  @FunctionalInterface
  private interface Check {
    void of(JsonNode[] arguments);
  }

  private static Function before(String name, Check check) {
    Function original = BuiltinFunctions.functions.get(name);
    return new MappingFunction(
        name,
        original.getMinArguments(),
        original.getMaxArguments(),
        arguments -> {
          check.of(arguments);
          return original.call(null, arguments);
        });
  }

  private void mayMake(int length, int times, JsonNode text) {
    meters.get().mayMake(length + (double) times * length(text));
  }

  private static int length(JsonNode value) {
    return value.isTextual() ? value.textValue().length() : value.toString().length();
  }

  /**
   * Searches as the function will, and counts the steps.
   *
   * @return the number of matches
   */
  private int search(JsonNode[] arguments, boolean all) {
    String text = NodeUtils.toString(arguments[0], true);
    String expression = NodeUtils.toString(arguments[1], true);
    if (text == null || expression == null) {
      return 0;
    }
    try {
      Matcher matcher = Pattern.compile(expression).matcher(new Metered(text, meters.get()));
      int found = 0;
      while (matcher.find()) {
        found++;
        if (!all) {
          break;
        }
      }
      return found;
    } catch (PatternSyntaxException e) {
      return 0; // then JSLT reports the fault in its own words
    }
  }

  private static final class Metered implements CharSequence {
    private final String text;
    private final WorkMeter meter;
    private int read;

    Metered(String text, WorkMeter meter) {
      this.text = text;
      this.meter = meter;
    }

    @Override
    public char charAt(int index) {
      if (++read % CHARACTERS_OF_A_STEP == 0) {
        meter.work(1);
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
