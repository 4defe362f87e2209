package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.validation.FieldReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The names that a workspace gives the properties of its accounts: properties with the same name
 * are one property.
 */
final class PropertyMappingsResource {
  private static final String TYPE = "property_mapping";
  private static final int LONGEST = 200;
  private static final String COLUMNS =
      "account_id, property_id, unit_id, own_id, created_at, updated_at";
  private static final Set<String> READ_ONLY = Set.of("created_at", "updated_at", "workspace_id");
  private static final Set<String> FIXED =
      Set.of("integration_account_id", "property_id", "unit_id");

  private final PropertyMappings mappings;
  private final Accounts accounts;
  private final ListEndpoint list;

  PropertyMappingsResource(PropertyMappings mappings, Accounts accounts, Queries queries) {
    this.mappings = mappings;
    this.accounts = accounts;
    this.list =
        ListEndpoint.ofTable(
                queries, Visibility.Scope.OF_ACCOUNT, "property_mappings", TYPE, COLUMNS)
            .filterByAccount()
            .filter("property_id")
            .filter("own_id");
  }

  List<ApiOperation> operations() {
    return List.of(
        list.all(),
        ApiOperation.of("POST", "property_mappings", this::create),
        list.one(),
        ApiOperation.of("PUT", "property_mappings/{id}", this::change),
        ApiOperation.delete("property_mappings", mappings::delete));
  }

  private ApiAnswer create(ApiRequest request) throws Exception {
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    Optional<Account> account = AccountField.read(given, accounts, request);
    String property = given.required("property_id", LONGEST);
    String unit = given.text("unit_id", null, LONGEST);
    String ownId = given.required("own_id", LONGEST);
    given.check();
    // At some providers a property with a single unit has the unit's id.
    UUID made =
        mappings
            .create(
                account.orElseThrow().id(), property, property.equals(unit) ? null : unit, ownId)
            .orElseThrow(
                () ->
                    ApiError.invalid(
                        unit == null ? "property_id" : "unit_id",
                        "has a mapping already: change that one"));
    return list.one(ApiAnswer.CREATED, made);
  }

  private ApiAnswer change(ApiRequest request) throws Exception {
    UUID id = request.uuid();
    JsonNode stored = list.item(id).get("attributes");
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    given.requireSame(FIXED, stored, "make another mapping");
    String before = stored.get("own_id").asText();
    String ownId = given.text("own_id", before, before, LONGEST);
    given.check();
    mappings.rename(id, ownId);
    return list.one(ApiAnswer.OK, id);
  }
}
