package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.event.SyncEntries;
import io.bellhop.event.SyncSettlement;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.monitor.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a sync from page to page. It reads the next page when the records of the previous one are
 * settled, so that a long list does not delay webhooks. Thread-safe.
 */
final class SyncCoordinator implements SyncSettlement {
  private static final Logger LOG = LoggerFactory.getLogger(SyncCoordinator.class);

  private final SyncTable table;
  private final ProviderLists lists;
  private final Accounts accounts;
  private final SyncPages pages;
  private final SyncInterval interval;
  private final Metrics metrics;

  SyncCoordinator(
      SyncTable table,
      ProviderLists lists,
      Accounts accounts,
      SyncPages pages,
      SyncInterval interval,
      Metrics metrics) {
    this.table = table;
    this.lists = lists;
    this.accounts = accounts;
    this.pages = pages;
    this.interval = interval;
    this.metrics = metrics;
  }

  @Override
  public Result settle(Connection connection, List<Step> steps, Instant now) throws SQLException {
    Map<UUID, List<Step>> byAccount = new LinkedHashMap<>();
    steps.forEach(
        s -> byAccount.computeIfAbsent(s.message().accountId(), a -> new ArrayList<>()).add(s));
    Result result = new Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Map.Entry<UUID, List<Step>> entry : byAccount.entrySet()) {
      SyncProgress progress = table.lock(connection, entry.getKey());
      if (progress != null && progress.running()) {
        settle(connection, progress, entry.getValue(), now, result);
        table.write(connection, progress);
      }
    }
    return result;
  }

  private void settle(
      Connection connection, SyncProgress progress, List<Step> steps, Instant now, Result result)
      throws SQLException {
    for (Step step : steps) {
      if (!step.message().isOfRun(progress.run)) {
        continue;
      }
      if (!step.message().isSyncPage()) {
        progress.settled(step);
      } else if (step.outcome().status() == MessageStatus.PENDING) {
        progress.error = step.outcome().error();
      } else if (step.page() == null && progress.list != null) {
        progress.leaveOut(step.outcome().error());
      } else if (step.page() == null) {
        fail(progress, step.outcome().error(), now, result);
      } else {
        progress.finishPage(step.page());
        SyncEntries.mark(connection, step.page().seen(), progress.run);
        result.messages().addAll(step.page().fresh());
        log(progress, result);
      }
    }
    if (progress.running() && !progress.reading && progress.open == 0) {
      next(connection, progress, now, result);
    }
  }

  private void next(Connection connection, SyncProgress progress, Instant now, Result result)
      throws SQLException {
    Optional<Account> account = accounts.find(progress.accountId);
    Optional<ListSettings> settings = account.flatMap(a -> lists.of(a.provider()));
    if (settings.isEmpty()) {
      fail(progress, "the account or its provider's list no longer exists", now, result);
      return;
    }
    JsonNode cursor = progress.cursor();
    if (cursor != null) {
      page(account.get(), progress, cursor, now, result);
      return;
    }
    boolean whole = progress.isWhole();
    if (whole
        && progress.entries == 0
        && SyncEntries.any(connection, progress.accountId, settings.get().types())) {
      // An empty list is more likely a fault of the provider or of the credentials than the
      // deletion of all bookings.
      fail(
          progress,
          "the whole list is empty although records are known, so Bellhop deletes nothing",
          now,
          result);
      return;
    }
    if (whole && settings.get().findsDeleted()) {
      progress.phase = SyncProgress.CHECK;
      page(account.get(), progress, null, now, result);
      return;
    }
    Map<String, Duration> every = settings.get().listsEvery();
    String list =
        settings
            .get()
            .behind(
                progress.list == null ? "" : progress.list,
                name -> progress.isDue(name, every.get(name)));
    if (list != null) {
      progress.beginList(list);
      JsonNode first = JsonNodeFactory.instance.objectNode().put("list", list);
      page(account.get(), progress, first, now, result);
      return;
    }
    progress.finish(now);
    progress.nextAt = interval.of(settings.get()).next(now);
    result.afterCommit().add(() -> metrics.synced(account.get().provider(), SyncState.DONE));
    log(progress, result);
  }

  private void page(
      Account account, SyncProgress progress, JsonNode cursor, Instant now, Result result) {
    progress.startPage();
    result.messages().add(pages.page(account, progress, cursor, now));
  }

  private void fail(SyncProgress progress, String error, Instant now, Result result) {
    progress.fail(error == null ? "unknown" : error, now);
    Optional<Account> account = accounts.find(progress.accountId);
    SyncInterval own =
        account.flatMap(a -> lists.of(a.provider())).map(interval::of).orElse(interval);
    progress.nextAt = own.afterFailure(now);
    account.filter(Account::active).ifPresent(a -> report(a, progress, result));
    log(progress, result);
  }

  private void report(Account account, SyncProgress progress, Result result) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("id", account.id().toString());
    record.put("kind", progress.mode);
    record.put("message", progress.error);
    result.failures().add(new Failure(account, record));
    result.afterCommit().add(() -> metrics.synced(account.provider(), SyncState.FAILED));
  }

  private static void log(SyncProgress progress, Result result) {
    SyncState now = progress.state();
    result
        .afterCommit()
        .add(
            () ->
                LOG.info(
                    "sync of account {} ({}): {}, {} pages, {} records read, {} events, {} left to"
                        + " retry{}",
                    now.accountId(),
                    now.mode(),
                    now.running() ? now.phase() : now.state(),
                    now.counts().pages(),
                    now.counts().entries(),
                    now.counts().events(),
                    now.counts().deferred(),
                    now.error() == null ? "" : ": " + now.error()));
  }
}
