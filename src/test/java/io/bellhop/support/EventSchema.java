package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;

/** Holds an event to the schema that the hub serves. */
public final class EventSchema {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(SchemaLocation.of("classpath:schemas/event.json"));

  private EventSchema() {}

  public static void check(JsonNode event) {
    assertThat(SCHEMA.validate(event)).as("%s", event).isEmpty();
  }
}
