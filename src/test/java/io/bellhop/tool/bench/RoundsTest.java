package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Report report =
      new Report(new PrintStream(printed, true, StandardCharsets.UTF_8)).of("accept");

  @Test
  void the_median_of_an_odd_number_of_rounds_is_the_middle_one() {
    Rounds rounds = new Rounds().add(round(900, 10)).add(round(100, 30)).add(round(500, 20));

    assertThat(rounds.perSecond()).isEqualTo(500);
    assertThat(rounds.server().of("jit")).isEqualTo(20);
    assertThat(rounds.rates()).isEqualTo("900 100 500");
  }

  @Test
  void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    Rounds rounds = new Rounds().add(round(400, 10)).add(round(100, 20));

    assertThat(rounds.perSecond()).isEqualTo(250);
    assertThat(rounds.server().of("jit")).isEqualTo(15, within(0.001));
  }

  @Test
  void no_round_is_no_figure() {
    assertThatThrownBy(() -> new Rounds().perSecond()).hasMessageContaining("no round");
  }

  @Test
  void a_report_has_a_line_for_each_figure_with_the_share_of_the_compiler() {
    report.cpu("hub", new Rounds().add(round(100, 30)));

    assertThat(printed.toString(StandardCharsets.UTF_8).lines().map(l -> l.replaceAll(" +", " ")))
        .containsExactly(
            "accept, hub, cpu 120 us a webhook",
            "accept, hub, cpu without jit 90 us a webhook",
            "accept, hub, cpu, jit share 25 %",
            "accept, hub, cpu, append 90 us",
            "accept, hub, cpu, jit 30 us",
            "accept, hub, cpu, rest 0 us",
            "accept, hub, cpu of the bench 9 us a webhook, 7 of it sending");
  }

  private static BenchRound round(double perSecond, double jit) {
    return new BenchRound(
        perSecond,
        1,
        2,
        new Measurement(Map.of(200, 5L), 5, 1, 1, 2, 3),
        new CpuUse(Map.of("jit", jit, "append", 90.0)),
        new CpuUse(Map.of("generator", 7.0, "rest", 2.0)));
  }
}
