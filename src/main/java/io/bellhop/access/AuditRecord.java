package io.bellhop.access;

/**
 * A change that a caller requested.
 *
 * @param address the address of the caller
 * @param action the method and the path of the call, such as {@code PUT webhooks/{id}}
 * @param objectId the changed object; null until it is known, or if there were many
 * @param fields the names of the request's fields, without their values
 */
public record AuditRecord(
    Caller caller, String address, String action, String objectId, String fields) {
  private static final int LONGEST = 2000;

  public AuditRecord {
    fields = fields.length() > LONGEST ? fields.substring(0, LONGEST) : fields;
  }
}
