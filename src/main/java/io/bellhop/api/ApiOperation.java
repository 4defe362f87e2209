package io.bellhop.api;

import io.bellhop.access.Role;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * One call of the API, with its parameters and its handler.
 *
 * @param path the segments of the path; a segment in braces matches any text
 * @param parameters the query parameters that it reads; Bellhop rejects any other
 * @param role the role that a key needs
 * @param note returns the description of the request for its audit record: names without values
 */
record ApiOperation(
    String method,
    List<String> path,
    List<String> parameters,
    Role role,
    Handler handler,
    Function<ApiRequest, String> note) {
  /** The parameters of every paged list. */
  static final List<String> PAGES = List.of("pagination[page]", "pagination[limit]");

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

  @FunctionalInterface
  interface Handler {
    /**
     * @throws ApiError for any fault that the caller can correct
     */
    ApiAnswer answer(ApiRequest request) throws Exception;
  }

  @FunctionalInterface
  interface Deletion {
    /**
     * @return false if there is no such object
     */
    boolean delete(UUID id) throws SQLException;
  }

  /**
   * @param path such as {@code inbox/{id}}
   */
  static ApiOperation of(String method, String path, Handler handler, String... parameters) {
    // A change needs the highest role, unless its resource sets another.
    Role role = method.equals("GET") ? Role.READ : Role.ADMIN;
    return new ApiOperation(
        method,
        List.of(path.split("/")),
        List.of(parameters),
        role,
        handler,
        request -> String.join(", ", request.body().names()));
  }

  /** Deletes an object by the id in the path: 404 if there is none. */
  static ApiOperation delete(String path, Deletion deletion) {
    return of(
        "DELETE",
        path + "/{id}",
        request -> {
          if (!deletion.delete(request.uuid())) {
            throw ApiError.notFound();
          }
          return ApiAnswer.deleted();
        });
  }

  /** Requires another role than reads and changes usually need. */
  ApiOperation needs(Role other) {
    return new ApiOperation(method, path, parameters, other, handler, note);
  }

  /** Sets another note for audit records than the names of the body's fields. */
  ApiOperation notes(Function<ApiRequest, String> other) {
    return new ApiOperation(method, path, parameters, role, handler, other);
  }

  /** A paged list. */
  static ApiOperation pages(String path, Handler handler, String... filters) {
    List<String> parameters = new ArrayList<>(List.of(filters));
    parameters.addAll(PAGES);
    return of("GET", path, handler, parameters.toArray(String[]::new));
  }

  boolean fits(List<String> segments) {
    if (segments.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!isPlace(path.get(i)) && !path.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The specificity of the path: if two paths match, the more specific one wins. */
  long words() {
    return path.stream().filter(segment -> !isPlace(segment)).count();
  }

  boolean takesBody() {
    return WITH_BODY.contains(method);
  }

  private static boolean isPlace(String segment) {
    return segment.startsWith("{");
  }
}
