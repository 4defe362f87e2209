package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.provider.client.AnswerVerdict.Kind;
import io.bellhop.provider.pause.PauseReason;
import java.util.regex.Pattern;

/**
 * Judges the answers of a provider's API. Only a refusal of the requested record in the API's own
 * form is final; every other failure concerns the account, a limit, or a temporary condition. The
 * declarations in a provider's folder take precedence over the usual rules. Immutable.
 *
 * @param record statuses and codes that concern the record, against the usual rules
 * @param part those that concern this kind of call, while other calls of the account work
 * @param account those that concern the account as a whole
 * @param token statuses that mean that the token is no longer valid
 * @param answered the status that a 2xx stands for
 * @param also further successes besides a 2xx with JSON
 */
record AnswerPolicy(
    StatusCodes record,
    StatusCodes part,
    StatusCodes account,
    StatusCodes token,
    AnswerStatus answered,
    StatusCodes also) {
  private static final String SUBJECT =
      "(ip|ips|ip address|address|account|application|app|client|subscription|licen[cs]e"
          + "|organi[sz]ation|company|tenant|api key|apikey|user)";

  private static final String TURNED_AWAY =
      "(blocked|blacklisted|blocklisted|banned|locked|closed|halted|suspended|disabled|deactivated"
          + "|inactive|not active|expired|unpaid|terminated)";

  /** The API rejects the account or the address; the words may be in either order. */
  private static final Pattern BLOCKED =
      Pattern.compile(
          "\\b"
              + SUBJECT
              + "\\b.{0,30}\\b"
              + TURNED_AWAY
              + "\\b|\\b"
              + TURNED_AWAY
              + " "
              + SUBJECT
              + "\\b");

  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "\\b(unauthori[sz]ed|unauthenticated|not authenticated|auth required|invalid grant"
              + "|authentication (required|failed)"
              + "|(invalid|expired|missing|revoked|bad|wrong) ((access|api|bearer|auth) )?"
              + "(token|key|credentials|authorization|signature)"
              + "|(token|key|credentials) ((is|are|has|have|was) )?(been )?"
              + "(invalid|expired|revoked|missing))\\b");

  private static final Pattern LIMIT =
      Pattern.compile(
          "\\b(too many (requests|attempts|calls)|rate limit|ratelimit|throttled|throttling"
              + "|(quota|limit) (is |was )?(exceeded|reached))\\b");

  private static final Pattern PART =
      Pattern.compile(
          "\\b(not enabled|not installed|not subscribed|scopes?|payment required"
              + "|upgrade (your|the|to)|(feature|module|add on|plan)\\b.{0,30}\\b"
              + "(required|missing|needed|unavailable|not available|does not))\\b");

  private static final Pattern MISSING =
      Pattern.compile(
          "\\b(not found|not be found|no such|(does not|doesn t|do not|no longer) exists?"
              + "|no query results)\\b");

  /** These words name something other than the record. */
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "\\b(account|user|client|application|app|tenant|organi[sz]ation|company|endpoint|route|url"
              + "|path|method|host|token|key|page)\\b");

  /** The status for a failure without one; 500 if its words are unclear. */
  static int statusOf(ErrorBody error) {
    if (matches(error, LIMIT)) {
      return 429;
    }
    if (matches(error, CREDENTIALS)) {
      return 401;
    }
    if (matches(error, BLOCKED) || matches(error, PART)) {
      return 403;
    }
    boolean isMissing =
        error.texts().stream()
            .anyMatch(text -> MISSING.matcher(text).find() && !OF_OTHERS.matcher(text).find());
    return isMissing ? 404 : 500;
  }

  AnswerVerdict judge(int status, byte[] body, ObjectMapper mapper) {
    if (status / 100 == 2) {
      return AnswerVerdict.ANSWERED;
    }
    ErrorBody error = ErrorBody.of(body, mapper);
    if (also.has(status, error)) {
      return AnswerVerdict.ANSWERED;
    }
    if (record.has(status, error)) {
      return verdict(status == 404 || status == 410 ? Kind.NOT_FOUND : Kind.RECORD, status, error);
    }
    if (part.has(status, error)) {
      return verdict(Kind.PART, status, error);
    }
    if (account.has(status, error)) {
      return verdict(Kind.ACCOUNT, status, error);
    }
    if (token.hasStatus(status) && error.form() != ErrorBody.Form.OTHER || status == 401) {
      return verdict(Kind.TOKEN, status, error);
    }
    return verdict(usual(status, error), status, error);
  }

  private static Kind usual(int status, ErrorBody error) {
    return switch (status) {
      case 429 -> Kind.LIMIT;
      case 404, 410 -> error.form() == ErrorBody.Form.OTHER ? Kind.PART : Kind.NOT_FOUND;
      case 403 -> forbidden(error);
      case 400, 409, 412, 422, 423, 424, 428 -> refused(error);
      case 408, 425 -> Kind.OUTAGE;
      // None of these concerns a record; the API would answer the same for any other record.
      case 402, 405, 406, 407, 411, 413, 414, 415, 451 -> Kind.PART;
      default -> status / 100 == 4 ? Kind.PART : Kind.OUTAGE;
    };
  }

  /** A CDN or a similar proxy in front of an API also answers 403, in its own form. */
  private static Kind forbidden(ErrorBody error) {
    if (!error.isOwn()) {
      return Kind.ACCOUNT;
    }
    if (matches(error, LIMIT)) {
      return Kind.LIMIT;
    }
    if (matches(error, CREDENTIALS)) {
      return Kind.TOKEN;
    }
    if (matches(error, BLOCKED)) {
      return Kind.ACCOUNT;
    }
    return matches(error, PART) ? Kind.PART : Kind.RECORD;
  }

  /** The texts of these answers quote the request, so only a code counts. */
  private static Kind refused(ErrorBody error) {
    if (error.form() == ErrorBody.Form.OTHER) {
      return Kind.PART;
    }
    for (String code : error.codes()) {
      if (LIMIT.matcher(code).matches()) {
        return Kind.LIMIT;
      }
      if (CREDENTIALS.matcher(code).matches()) {
        return Kind.TOKEN;
      }
      if (BLOCKED.matcher(code).matches()) {
        return Kind.ACCOUNT;
      }
    }
    return Kind.RECORD;
  }

  private static boolean matches(ErrorBody error, Pattern pattern) {
    return error.texts().stream().anyMatch(text -> pattern.matcher(text).find());
  }

  private static AnswerVerdict verdict(Kind kind, int status, ErrorBody error) {
    return new AnswerVerdict(
        kind, reason(kind), "the provider's API answers " + status + shown(error));
  }

  private static PauseReason reason(Kind kind) {
    return switch (kind) {
      case TOKEN -> PauseReason.CREDENTIALS;
      case ACCOUNT -> PauseReason.BLOCKED;
      case PART -> PauseReason.NOT_ENABLED;
      case OUTAGE -> PauseReason.OUTAGE;
      default -> null;
    };
  }

  /** A code contains no personal data; a text may. */
  private static String shown(ErrorBody error) {
    return switch (error.form()) {
      case OTHER -> " with something that is not JSON";
      case EMPTY -> " with nothing";
      case JSON -> error.shown().isEmpty() ? "" : " (" + error.shown() + ")";
    };
  }
}
