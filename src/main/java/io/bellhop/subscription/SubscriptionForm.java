package io.bellhop.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import io.bellhop.account.Credentials;
import io.bellhop.account.SigningSecret;
import io.bellhop.routes.jslt.BoundedJslt;
import io.bellhop.store.StoredTime;
import io.bellhop.validation.FieldReader;
import io.bellhop.validation.InvalidFieldsException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads the attributes of a subscription from a body, and reports all their faults at once. It
 * ignores read-only attributes and refuses unknown ones. For one body, not thread-safe.
 */
public final class SubscriptionForm {
  /** Attributes that the API returns and callers cannot set. */
  private static final Set<String> READ_ONLY =
      Set.of("id", "failing_since", "created_at", "updated_at");

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_WORKSPACE = 100;
  private static final int LONGEST_PROPERTY = 200;
  private static final int LONGEST_MASK = 4000;
  private static final int MAX_IN_FLIGHT = 64;
  private static final int MAX_PER_SECOND = 1000;

  private final FieldReader given;
  private final SubscriptionRules rules;

  public SubscriptionForm(JsonNode given, SubscriptionRules rules) {
    this.given = new FieldReader(given, READ_ONLY);
    this.rules = rules;
  }

  /**
   * A new subscription, complete. May block while it looks up the name in the URL.
   *
   * @throws InvalidFieldsException if an attribute is invalid
   */
  public Subscription create(Clock clock) {
    Instant now = StoredTime.now(clock);
    String secret = secret();
    return read(
        Subscription.builder()
            .id(Generators.timeBasedEpochGenerator().generate())
            .signing(secret == null ? SigningSecret.make() : secret, null, null)
            .createdAt(now)
            .build(),
        now);
  }

  /**
   * The subscription after the change: attributes that the body omits stay.
   *
   * @throws InvalidFieldsException if an attribute is invalid
   */
  public Subscription change(Subscription stored, Clock clock) {
    Instant now = StoredTime.now(clock);
    String secret = secret();
    return read(secret == null ? stored : rotated(stored, secret, now), now);
  }

  /**
   * The subscription with another secret, the one in the body or a new one. The previous one keeps
   * signing for a while, so that a receiver can switch without haste.
   *
   * @throws InvalidFieldsException if the secret is invalid
   */
  public Subscription rotate(Subscription stored, Clock clock) {
    String secret = secret();
    given.check();
    return rotated(stored, secret == null ? SigningSecret.make() : secret, StoredTime.now(clock));
  }

  private Subscription read(Subscription base, Instant now) {
    String sink = sink(base);
    String url = url(base, sink);
    boolean global = given.yes("is_global", base.global());
    boolean active = given.yes("is_active", base.active());
    boolean sameTarget =
        Objects.equals(base.callbackUrl(), url) && Objects.equals(base.sink(), sink);
    Subscription subscription =
        base.toBuilder()
            .name(given.text("name", base.name(), LONGEST_NAME))
            .workspaceId(given.text("workspace_id", base.workspaceId(), LONGEST_WORKSPACE))
            .target(url, sink)
            .eventMask(mask(base))
            .property(property(base, global), global)
            .additions(
                RequestFields.parameters(given, base.requestParams()),
                RequestFields.headers(given, base.headers()))
            .active(active)
            .sendData(given.yes("send_data", base.sendData()))
            .shape(shape(given, base.shape()))
            .isProtected(given.yes("protected", base.isProtected()))
            .onRefusal(onRefusal(base.onRefusal()))
            .limits(
                given.number(
                    "max_in_flight",
                    base.maxInFlight(),
                    Subscription.DEFAULT_IN_FLIGHT,
                    1,
                    MAX_IN_FLIGHT),
                given.number("rate_per_second", base.ratePerSecond(), null, 1, MAX_PER_SECOND))
            // A new target, or one that was switched on again, starts without the earlier failures.
            .failingSince(sameTarget && base.active() == active ? base.failingSince() : null)
            .updatedAt(now)
            .build();
    given.check();
    return subscription;
  }

  /** A sink replaces a URL and the other way round, so a change needs only one of them. */
  private String sink(Subscription base) {
    if (given.get("sink") == null && given.has("callback_url")) {
      return null;
    }
    String sink = given.text("sink", base.sink(), LONGEST_NAME);
    if (given.has("sink") && sink != null && !rules.sinks().contains(sink)) {
      given.add(
          "sink",
          rules.sinks().isEmpty()
              ? "there is none; the operator makes them by bellhop.sinks.<name>"
              : "must be one of " + String.join(", ", new TreeSet<>(rules.sinks())));
    }
    return sink;
  }

  private String url(Subscription base, String sink) {
    if (sink != null && given.has("callback_url")) {
      given.add("callback_url", "must be left out with a sink");
      return null;
    }
    if (given.has("callback_url")) {
      return RequestFields.url(given, base.callbackUrl(), rules.guard());
    }
    String url = sink != null || given.get("callback_url") != null ? null : base.callbackUrl();
    if (sink == null && url == null && !given.has("sink")) {
      given.add("callback_url", FieldReader.BLANK);
    }
    return url;
  }

  private EventMask mask(Subscription base) {
    String text = given.text("event_mask", null, LONGEST_MASK);
    if (text == null) {
      boolean kept = given.get("event_mask") == null && base.eventMask() != null;
      if (!kept && !given.has("event_mask")) {
        given.add("event_mask", FieldReader.BLANK);
      }
      return base.eventMask();
    }
    EventMask mask = new EventMask(text);
    if (!mask.equals(base.eventMask())) {
      // The stored mask was valid; a provider may have been removed since.
      mask.faults(rules.events().get()).forEach(fault -> given.add("event_mask", fault));
    }
    if (mask.parts().isEmpty()) {
      given.add("event_mask", FieldReader.BLANK);
    }
    return new EventMask(String.join(";", mask.parts()));
  }

  private String property(Subscription base, boolean global) {
    String property = given.text("property_id", base.propertyId(), LONGEST_PROPERTY);
    if (!global && property == null && !given.has("property_id")) {
      given.add("property_id", FieldReader.BLANK);
    } else if (global && given.has("property_id")) {
      given.add("property_id", "must be null where is_global is true");
    }
    return global ? null : property;
  }

  /** Null if the body has no secret, or an invalid one, whose fault this records. */
  private String secret() {
    JsonNode value = given.get("secret");
    if (value == null || value.isNull() || value.asText().equals(Credentials.MASK)) {
      return null;
    }
    if (!value.isTextual()) {
      given.add("secret", "must be a text");
      return null;
    }
    SigningSecret.Reading secret = SigningSecret.read(value.asText());
    if (secret.fault() != null) {
      given.add("secret", secret.fault());
    }
    return secret.text();
  }

  /** The filter and the transform among some attributes. It also records their faults. */
  public static Shape shape(FieldReader given, Shape stored) {
    return new Shape(
        expression(given, "filter", stored.filter(), Shape::fault),
        expression(given, "transform", stored.transform(), Shape::transformFault));
  }

  private static String expression(
      FieldReader given, String field, String stored, UnaryOperator<String> faults) {
    String text = given.lines(field, stored, BoundedJslt.LONGEST);
    if (text != null && !text.equals(stored)) {
      String fault = faults.apply(text);
      if (fault != null) {
        given.add(field, fault);
      }
    }
    return text;
  }

  private OnRefusal onRefusal(OnRefusal stored) {
    JsonNode value = given.get("on_refusal");
    if (value == null) {
      return stored;
    }
    if (value.isNull()) {
      return OnRefusal.SKIP;
    }
    if (!value.isTextual() || !OnRefusal.WORDS.contains(value.asText())) {
      given.add("on_refusal", "must be one of " + String.join(", ", OnRefusal.WORDS));
      return stored;
    }
    return OnRefusal.of(value.asText());
  }

  private Subscription rotated(Subscription stored, String secret, Instant now) {
    if (secret.equals(stored.secret())) {
      return stored;
    }
    return stored.toBuilder()
        .signing(secret, stored.secret(), now.plus(rules.rotation()))
        .updatedAt(now)
        .build();
  }
}
