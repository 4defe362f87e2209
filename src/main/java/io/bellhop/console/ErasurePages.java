package io.bellhop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Erasures of a guest's personal data: a count first, then the progress. Only forms say who the
 * guest is: a URL would stay in the history of the browser.
 */
final class ErasurePages {
  static final String SEGMENT = "erasures";
  private static final String PATH = ConsoleRequest.BASE + "/records/" + SEGMENT;
  private static final String API = "/erasures";
  private static final String COUNT = "count";
  private static final List<String> FIELDS = List.of("email", "phone", "guest_id");

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    String id = request.segment(2);
    int segments = request.segments().size();
    if (request.isPost()) {
      return segments == 2 ? begin(visit) : id.equals(COUNT) ? count(visit) : null;
    }
    return switch (segments) {
      case 2 -> visit.list(API, "/records/" + SEGMENT, "Erasures", "erasures");
      case 3 -> one(visit, id);
      default -> null;
    };
  }

  private static ConsoleAnswer one(SignedInRequest visit, String id) {
    Item erasure = visit.api().get(ConsoleApi.path(API + "/{}", id)).item();
    String title = erasure.is("dry_run") ? "Count for an erasure" : "Erasure of a guest's data";
    return visit.show("erasure.jte", title, Map.of("erasure", erasure));
  }

  private static ConsoleAnswer count(SignedInRequest visit) {
    Map<String, String> guest = ConsoleRequest.filled(visit.request().form(), FIELDS);
    ApiReply reply = visit.api().change("POST", API, body(guest, true));
    if (!reply.isOk()) {
      return visit.refused(reply, PATH);
    }
    return visit.show(
        "newErasure.jte",
        "Erase a guest's data",
        Map.of("counted", reply.item(), "guest", guest, "back", PATH));
  }

  private static ConsoleAnswer begin(SignedInRequest visit) {
    Map<String, String> guest = ConsoleRequest.filled(visit.request().form(), FIELDS);
    ApiReply reply = visit.api().change("POST", API, body(guest, false));
    return reply.isOk()
        ? visit.done(PATH + ConsoleApi.path("/{}", reply.item().id()), Notice.ERASING)
        : visit.refused(reply, PATH);
  }

  private static ObjectNode body(Map<String, String> guest, boolean isDryRun) {
    ObjectNode body = ConsoleApi.object();
    ObjectNode erasure = body.putObject("erasure").put("dry_run", isDryRun);
    guest.forEach(erasure::put);
    return body;
  }
}
