package io.bellhop.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.queue.GroupCommit.Gathering;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private GroupCommit<String> commits;

  @AfterEach
  void close() throws InterruptedException {
    commits.close();
  }

  @Test
  void items_that_gathered_share_a_batch_in_order() {
    commits = new GroupCommit<>("test", 10, 10, batches::add);
    List<CompletableFuture<Void>> done = offer("a", "b", "c");

    commits.start();

    done.forEach(CompletableFuture::join);
    assertThat(batches).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void a_batch_is_no_larger_than_allowed() {
    commits = new GroupCommit<>("test", 10, 2, batches::add);
    List<CompletableFuture<Void>> done = offer("a", "b", "c");

    commits.start();

    done.forEach(CompletableFuture::join);
    assertThat(batches).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void items_wait_for_others_until_they_are_waited_for_or_there_are_enough() {
    commits =
        new GroupCommit<String>("test", 10, 4, Gathering.always(Duration.ofHours(1)), batches::add)
            .start();

    List<CompletableFuture<Void>> done = offer("a", "b");
    assertThat(done).noneMatch(CompletableFuture::isDone);
    commits.hurry();
    done.forEach(CompletableFuture::join);
    assertThat(batches).containsExactly(List.of("a", "b"));

    offer("c", "d", "e", "f").forEach(CompletableFuture::join);
    assertThat(batches).contains(List.of("c", "d", "e", "f"));
  }

  @Test
  void a_close_does_not_wait_for_others() throws InterruptedException {
    commits =
        new GroupCommit<String>("test", 10, 4, Gathering.always(Duration.ofHours(1)), batches::add)
            .start();
    List<CompletableFuture<Void>> done = offer("a");

    commits.close();

    done.forEach(CompletableFuture::join);
    assertThat(batches).containsExactly(List.of("a"));
  }

  @Test
  void under_load_items_that_come_within_a_pause_share_a_batch() {
    commits =
        new GroupCommit<>("test", 20, 10, Gathering.underLoad(Duration.ofSeconds(1)), batches::add);
    List<CompletableFuture<Void>> load = offer("a", "b", "c", "d", "e", "f", "g", "h");
    commits.start();
    load.forEach(CompletableFuture::join);

    List<CompletableFuture<Void>> first = offer("i");
    List<CompletableFuture<Void>> second = offer("j");

    first.forEach(CompletableFuture::join);
    second.forEach(CompletableFuture::join);
    assertThat(batches.subList(1, batches.size())).containsExactly(List.of("i", "j"));
  }

  @Test
  void an_item_is_done_only_after_its_commit() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    commits =
        new GroupCommit<String>(
                "test",
                10,
                10,
                items -> {
                  entered.countDown();
                  disk.await();
                })
            .start();
    CompletableFuture<Void> done = commits.offer("a");

    entered.await();
    assertThat(done).isNotDone();
    disk.countDown();
    assertThat(done).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void more_than_may_wait_is_refused() {
    commits = new GroupCommit<>("test", 2, 10, batches::add);
    offer("a", "b");

    assertThat(commits.offer("c")).isNull();
    assertThat(commits.waiting()).isEqualTo(2);

    commits.start();
  }

  @Test
  void a_bad_item_does_not_take_others_with_it() {
    commits = new GroupCommit<>("test", 10, 10, items -> refuse(items, "22001"));
    List<CompletableFuture<Void>> done = offer("a", "bad", "c");

    commits.start();

    assertThat(done.get(0)).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(done.get(2)).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(done.get(1))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(SQLException.class);
    assertThat(batches)
        .containsExactly(List.of("a", "bad", "c"), List.of("a"), List.of("bad"), List.of("c"));
  }

  @Test
  void a_database_that_is_away_fails_all_at_once() {
    commits = new GroupCommit<>("test", 10, 10, items -> refuse(items, "08006"));
    List<CompletableFuture<Void>> done = offer("a", "bad", "c");

    commits.start();

    done.forEach(one -> assertThat(one).failsWithin(10, TimeUnit.SECONDS));
    assertThat(batches).hasSize(1);
  }

  @Test
  void work_continues_after_a_failure() {
    commits = new GroupCommit<String>("test", 10, 10, items -> refuse(items, "08006")).start();

    assertThat(commits.offer("bad")).failsWithin(10, TimeUnit.SECONDS);
    assertThat(commits.offer("a")).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void close_commits_what_waits() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    commits =
        new GroupCommit<String>(
                "test",
                10,
                1,
                items -> {
                  entered.countDown();
                  disk.await();
                  batches.add(items);
                })
            .start();
    List<CompletableFuture<Void>> done = offer("a", "b", "c");
    entered.await();

    CompletableFuture<Void> closed = CompletableFuture.runAsync(this::closeNow);
    assertThat(closed).isNotDone();
    disk.countDown();

    closed.join();
    assertThat(done).allMatch(one -> one.isDone() && !one.isCompletedExceptionally());
    assertThat(batches).containsExactly(List.of("a"), List.of("b"), List.of("c"));
  }

  @Test
  void what_comes_after_close_is_not_left_waiting() throws Exception {
    commits = new GroupCommit<String>("test", 1, 10, batches::add).start();
    commits.close();

    assertThat(commits.offer("a")).isNull();
    assertThat(commits.put("b")).failsWithin(10, TimeUnit.SECONDS);
    assertThat(commits.put("c")).failsWithin(10, TimeUnit.SECONDS);
    assertThat(batches).isEmpty();
  }

  @Test
  void no_caller_waits_for_ever_when_close_meets_arrivals() throws Exception {
    for (int round = 0; round < 200; round++) {
      commits = new GroupCommit<String>("test", 4, 4, batches::add).start();
      List<CompletableFuture<Void>> done = new CopyOnWriteArrayList<>();
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int caller = 0; caller < 3; caller++) {
        callers.add(
            CompletableFuture.runAsync(
                () -> {
                  CompletableFuture<Void> one = commits.offer("a");
                  while (one != null) {
                    done.add(one);
                    one = commits.offer("a");
                  }
                }));
      }
      commits.close();
      callers.forEach(CompletableFuture::join);
      done.forEach(one -> one.handle((ok, error) -> ok).join());
    }
  }

  private void refuse(List<String> items, String state) throws SQLException {
    batches.add(items);
    if (items.contains("bad")) {
      throw new SQLException("refused", state);
    }
  }

  private List<CompletableFuture<Void>> offer(String... items) {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (String item : items) {
      done.add(commits.offer(item));
    }
    return done;
  }

  private void closeNow() {
    try {
      commits.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
