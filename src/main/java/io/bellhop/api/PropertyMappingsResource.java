package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.identity.PropertyMapping;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a workspace calls the properties of its accounts: those of one name are one. */
final class PropertyMappingsResource {
  private static final String TYPE = "property_mapping";
  private static final int LONGEST = 200;
  private static final String COLUMNS =
      "id, account_id, property_id, unit_id, own_id, created_at, updated_at";
  private static final Set<String> READ_ONLY = Set.of("created_at", "updated_at", "workspace_id");
  private static final Set<String> FIXED =
      Set.of("integration_account_id", "property_id", "unit_id");

  private final PropertyMappings mappings;
  private final Accounts accounts;
  private final Queries queries;
  private final ListEndpoint list =
      new ListEndpoint(Visibility.Scope.OF_ACCOUNT, PropertyMappingsResource::item)
          .filterByAccount()
          .filter("property_id")
          .filter("own_id");

  PropertyMappingsResource(PropertyMappings mappings, Accounts accounts, Queries queries) {
    this.mappings = mappings;
    this.accounts = accounts;
    this.queries = queries;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages("property_mappings", this::list, list.parameters()),
        ApiOperation.of("POST", "property_mappings", this::create),
        ApiOperation.of("GET", "property_mappings/{id}", this::one),
        ApiOperation.of("PUT", "property_mappings/{id}", this::change),
        ApiOperation.of("DELETE", "property_mappings/{id}", this::delete));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    return list.answer(
        request.query(),
        list.conditions(request, "1 = 1"),
        queries.rows(COLUMNS, TYPE, "created_at, id"));
  }

  private ApiAnswer one(ApiRequest request) throws SQLException {
    return ApiAnswer.one(
        ApiAnswer.OK, item(mappings.find(request.uuid()).orElseThrow(ApiError::notFound)));
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    Optional<Account> account = AccountField.read(given, accounts, request);
    String property = required(given, "property_id");
    String unit = given.text("unit_id", null, LONGEST);
    String ownId = required(given, "own_id");
    given.check();
    // A property that is one unit is called so by some providers.
    PropertyMapping made =
        mappings
            .create(
                account.orElseThrow().id(), property, property.equals(unit) ? null : unit, ownId)
            .orElseThrow(
                () ->
                    ApiError.invalid(
                        unit == null ? "property_id" : "unit_id",
                        "has a mapping already: change that one"));
    return ApiAnswer.one(ApiAnswer.CREATED, item(made));
  }

  private static String required(FieldReader given, String field) {
    String text = given.text(field, null, LONGEST);
    if (text == null && !given.has(field)) {
      given.add(field, "can't be blank");
    }
    return text;
  }

  private ApiAnswer change(ApiRequest request) throws SQLException {
    PropertyMapping stored = mappings.find(request.uuid()).orElseThrow(ApiError::notFound);
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    given.requireSame(FIXED, item(stored).get("attributes"), "make another mapping");
    String ownId = given.text("own_id", stored.ownId(), stored.ownId(), LONGEST);
    given.check();
    return ApiAnswer.one(
        ApiAnswer.OK, item(mappings.rename(request.uuid(), ownId).orElseThrow(ApiError::notFound)));
  }

  private ApiAnswer delete(ApiRequest request) throws SQLException {
    if (!mappings.delete(request.uuid())) {
      throw ApiError.notFound();
    }
    return ApiAnswer.deleted();
  }

  private static ObjectNode item(ResultRow row) {
    return item(
        new PropertyMapping(
            UUID.fromString(row.text("id")),
            UUID.fromString(row.text("account_id")),
            row.text("property_id"),
            row.text("unit_id"),
            row.text("own_id"),
            row.instant("created_at"),
            row.instant("updated_at")));
  }

  private static ObjectNode item(PropertyMapping mapping) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("integration_account_id", mapping.accountId().toString());
    attributes.put("property_id", mapping.propertyId());
    attributes.put("unit_id", mapping.unitId());
    attributes.put("own_id", mapping.ownId());
    attributes.put("created_at", UtcTime.text(mapping.createdAt()));
    attributes.put("updated_at", UtcTime.text(mapping.updatedAt()));
    return ApiAnswer.item(mapping.id().toString(), TYPE, attributes);
  }
}
