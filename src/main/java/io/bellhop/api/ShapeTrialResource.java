package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Role;
import io.bellhop.delivery.DeliveryService;
import io.bellhop.subscription.Shape;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.SubscriptionForm;
import io.bellhop.validation.FieldReader;
import java.util.List;
import java.util.UUID;

/** Tests a filter and a transform on an event, before a subscription uses them. */
final class ShapeTrialResource {
  private final Queries queries;
  private final DeliveryService delivery;
  private final ObjectMapper mapper;

  ShapeTrialResource(Queries queries, DeliveryService delivery, ObjectMapper mapper) {
    this.queries = queries;
    this.delivery = delivery;
    this.mapper = mapper;
  }

  List<ApiOperation> operations() {
    return List.of(ApiOperation.of("POST", "webhooks/try", this::attempt).needs(Role.OPERATE));
  }

  private ApiAnswer attempt(ApiRequest request) throws Exception {
    FieldReader given = new FieldReader(request.attributes("try"));
    Shape shape = SubscriptionForm.shape(given, Shape.NONE);
    boolean sendsData = given.yes("send_data", true);
    UUID id = given.uuid("event_id");
    JsonNode event = given.get("event");
    if (given.has("event_id") == given.has("event")) {
      given.add("event_id", "give either this or event");
    } else if (given.has("event") && !event.path("data").isObject()) {
      given.add("event", "must be an event: an object with hook and data");
    }
    given.check();
    Subscription tried = Subscription.builder().shape(shape).sendData(sendsData).build();
    return answer(tried, id == null ? mapper.writeValueAsString(event) : stored(request, id));
  }

  private ApiAnswer answer(Subscription tried, String event) throws Exception {
    ObjectNode answer = ApiAnswer.object();
    try {
      String body = delivery.shaped(tried, event);
      answer.put("matches", body != null);
      answer.set("body", body == null ? null : mapper.readTree(body));
      answer.putNull("error");
    } catch (Shape.FailedException e) {
      // A caller who may read the event may also read the parts that JSLT quotes.
      answer.putNull("matches").putNull("body").put("error", e.quoting());
    }
    return new ApiAnswer(ApiAnswer.OK, answer);
  }

  private String stored(ApiRequest request, UUID id) throws Exception {
    QueryFilter filter =
        new QueryFilter("1 = 1").and("id = cast(:?id as uuid)", "id", id.toString());
    Visibility.Scope.OF_ACCOUNT.narrow(filter, request.caller());
    return queries
        .first("select envelope from event where " + filter, filter.parameters())
        .orElseThrow(() -> ApiError.invalid("event_id", "must be the id of an event in the log"))
        .text("envelope");
  }
}
