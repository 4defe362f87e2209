package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessThreadsTest {
  @TempDir Path process;

  @ParameterizedTest
  @CsvSource({
    "C2 CompilerThre, jit",
    "C1 CompilerThre, jit",
    "GC Thread#0, gc",
    "G1 Conc#0, gc",
    "VM Thread, gc",
    "vert.x-eventloo, http loops",
    "vert.x-worker-t, http workers",
    "bellhop-worker-, route workers",
    "bellhop-append, append",
    "bellhop-publish, publish",
    "bellhop-claim, claim",
    "bellhop-deliver, delivery",
    "MVStore backgro, h2 background",
    "bench-load, generator",
    "bench-events, subscriber",
    "bellhop-sync-12, sync",
    "Finalizer, rest"
  })
  void a_thread_belongs_to_a_group_by_the_start_of_its_name(String thread, String group) {
    assertThat(ThreadGroups.of(thread)).isEqualTo(group);
  }

  @Test
  void what_threads_of_a_group_used_since_the_mark_is_summed_and_divided_by_the_webhooks()
      throws IOException {
    thread(1, "bellhop-worker-", 1_000_000);
    thread(2, "bellhop-worker-", 2_000_000);
    thread(3, "C2 CompilerThre", 5_000_000);
    ProcessThreads.Mark mark = new ProcessThreads(process).mark();
    thread(1, "bellhop-worker-", 2_000_000);
    thread(2, "bellhop-worker-", 4_000_000);
    thread(3, "C2 CompilerThre", 5_500_000);
    // Began since.
    thread(4, "C2 CompilerThre", 500_000);

    CpuUse use = mark.perWebhook(100);

    assertThat(use.of("route workers")).isEqualTo(30, within(0.001));
    assertThat(use.of(ThreadGroups.JIT)).isEqualTo(10, within(0.001));
    assertThat(use.total()).isEqualTo(40, within(0.001));
  }

  @Test
  void memory_is_read_in_bytes() throws IOException {
    Files.writeString(
        process.resolve("status"), "Name:\tjava\nVmHWM:\t  4096 kB\nVmRSS:\t 2048 kB\n");

    ProcessThreads threads = new ProcessThreads(process);

    assertThat(threads.memory("VmRSS")).isEqualTo(2L << 20);
    assertThat(threads.memory("VmHWM")).isEqualTo(4L << 20);
    assertThat(threads.memory("VmSwap")).isZero();
  }

  @Test
  void a_system_without_such_files_gives_no_figures() {
    ProcessThreads nowhere = new ProcessThreads(process.resolve("none"));

    assertThat(nowhere.mark().perWebhook(1).total()).isZero();
    assertThat(nowhere.memory("VmRSS")).isZero();
  }

  private void thread(int id, String name, long nanos) throws IOException {
    Path task = Files.createDirectories(process.resolve("task").resolve("" + id));
    Files.writeString(task.resolve("comm"), name + "\n");
    Files.writeString(task.resolve("schedstat"), nanos + " 77 3\n");
  }
}
