package io.bellhop.support;

import io.bellhop.subscription.EventMask;
import io.bellhop.subscription.OnRefusal;
import io.bellhop.subscription.Subscription;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Makes a subscription: global, active, with data, for all events, unless a test changes that. */
public final class WebhookBuilder {
  private static final Instant MADE = Instant.parse("2026-05-01T00:00:00Z");

  private final String url;
  private UUID id = UUID.randomUUID();
  private String name;
  private String workspace;
  private String sink;
  private String mask = "*";
  private String property;
  private Map<String, String> parameters = Map.of();
  private Map<String, String> headers = Map.of();
  private boolean active = true;
  private boolean data = true;
  private String secret = secret(1);
  private String previous;
  private Instant previousUntil;
  private OnRefusal onRefusal = OnRefusal.SKIP;
  private int inFlight = 8;
  private Integer rate;
  private Instant failingSince;

  private WebhookBuilder(String url) {
    this.url = url;
  }

  public static WebhookBuilder to(String url) {
    return new WebhookBuilder(url);
  }

  /** 32 bytes, each this number. */
  public static String secret(int number) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) number);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  public WebhookBuilder id(UUID value) {
    id = value;
    return this;
  }

  public WebhookBuilder name(String value) {
    name = value;
    return this;
  }

  public WebhookBuilder workspace(String value) {
    workspace = value;
    return this;
  }

  public WebhookBuilder sink(String value) {
    sink = value;
    return this;
  }

  public WebhookBuilder mask(String value) {
    mask = value;
    return this;
  }

  /** Not global any more. */
  public WebhookBuilder property(String value) {
    property = value;
    return this;
  }

  public WebhookBuilder parameters(Map<String, String> value) {
    parameters = value;
    return this;
  }

  public WebhookBuilder headers(Map<String, String> value) {
    headers = value;
    return this;
  }

  public WebhookBuilder active(boolean value) {
    active = value;
    return this;
  }

  public WebhookBuilder data(boolean value) {
    data = value;
    return this;
  }

  public WebhookBuilder secret(String value) {
    secret = value;
    return this;
  }

  public WebhookBuilder previous(String value, Instant until) {
    previous = value;
    previousUntil = until;
    return this;
  }

  public WebhookBuilder onRefusal(OnRefusal value) {
    onRefusal = value;
    return this;
  }

  public WebhookBuilder inFlight(int value) {
    inFlight = value;
    return this;
  }

  public WebhookBuilder rate(int value) {
    rate = value;
    return this;
  }

  public WebhookBuilder failingSince(Instant value) {
    failingSince = value;
    return this;
  }

  public Subscription build() {
    return Subscription.builder()
        .id(id)
        .name(name)
        .workspaceId(workspace)
        .target(sink == null ? url : null, sink)
        .eventMask(new EventMask(mask))
        .property(property, property == null)
        .additions(parameters, headers)
        .active(active)
        .sendData(data)
        .signing(secret, previous, previousUntil)
        .onRefusal(onRefusal)
        .limits(inFlight, rate)
        .failingSince(failingSince)
        .createdAt(MADE)
        .updatedAt(MADE)
        .build();
  }
}
