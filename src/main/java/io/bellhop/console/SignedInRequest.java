package io.bellhop.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request of a signed-in user, with all that a page needs for its answer. */
record SignedInRequest(
    ConsoleRequest request, ConsoleSession session, ConsoleApi api, Templates templates) {
  /**
   * A page.
   *
   * @param parts the template's parameters, besides the page itself
   */
  ConsoleAnswer show(String template, String title, Map<String, Object> parts) {
    return show(200, template, title, "", parts);
  }

  /**
   * @param fault why the requested change failed; empty if it did not
   */
  ConsoleAnswer show(
      int status, String template, String title, String fault, Map<String, Object> parts) {
    Map<String, Object> all = new LinkedHashMap<>(parts);
    all.put("page", page(title, fault));
    return ConsoleAnswer.html(status, templates.render(template, all));
  }

  private Page page(String title, String fault) {
    return new Page(
        title,
        request.segment(0),
        session.csrf(),
        Notice.text(request.query().get(Notice.PARAMETER)),
        fault);
  }

  /**
   * Changes something by a call of the API, then redirects the browser to a page with a notice.
   *
   * @param notice what the page says
   */
  ConsoleAnswer change(String method, String path, JsonNode body, String back, Notice notice) {
    ApiReply reply = api.change(method, path, body);
    if (reply.status() == 401) {
      throw new ApiFailure(reply);
    }
    if (!reply.isOk()) {
      return refused(reply, back);
    }
    return done(back, notice);
  }

  /** Redirects the browser to a page with a notice. */
  ConsoleAnswer done(String back, Notice notice) {
    String joint = back.contains("?") ? "&" : "?";
    return ConsoleAnswer.seeOther(back + joint + Notice.PARAMETER + "=" + notice.word());
  }

  /**
   * One page of a list of the API.
   *
   * @param path of the list in the console
   * @param name of the template, and of the list in it
   */
  ConsoleAnswer list(String api, String path, String title, String name) {
    ApiReply reply = api().get(api, Pager.query(request));
    Pager pager = Pager.of(request, path, reply.meta());
    return show(name + ".jte", title, Map.of(name, reply.items(), "pager", pager));
  }

  ConsoleAnswer refused(ApiReply reply, String back) {
    return refused(reply.status(), back, reply.fault());
  }

  /** A page that explains why a change failed, and leads back. */
  ConsoleAnswer refused(int status, String back, String fault) {
    return show(status, "refused.jte", "Nothing was changed", fault, Map.of("back", back));
  }
}
