package io.bellhop.api;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one resource. Only this class rejects requests that none of the calls accepts: an
 * unknown path, method or query parameter, or an unexpected body.
 */
record ApiOperations(List<ApiOperation> all) {
  private static final String HEAD = "HEAD";
  private static final String OPTIONS = "OPTIONS";

  /**
   * @throws ApiError for any fault that the caller can correct
   */
  ApiAnswer answer(ApiRequest request, OperationInvoker invoker) throws Exception {
    List<ApiOperation> here = here(request.segments());
    if (here.isEmpty()) {
      throw ApiError.notFound();
    }
    String allowed = allowed(here);
    if (request.method().equals(OPTIONS)) {
      return ApiAnswer.meta(ApiAnswer.object().put("allow", allowed));
    }
    // The server omits the body of the answer.
    String method = request.method().equals(HEAD) ? "GET" : request.method();
    ApiOperation call =
        here.stream()
            .filter(c -> c.method().equals(method))
            .findFirst()
            .orElseThrow(() -> ApiError.methodNotAllowed(allowed));
    request.query().only(call.parameters());
    if (!call.takesBody()) {
      request.mustHaveNoBody();
    }
    return invoker.run(call, request);
  }

  private List<ApiOperation> here(List<String> segments) {
    List<ApiOperation> fitting = all.stream().filter(call -> call.fits(segments)).toList();
    long most = fitting.stream().mapToLong(ApiOperation::words).max().orElse(0);
    return fitting.stream().filter(call -> call.words() == most).toList();
  }

  /** The allowed methods, as in the header Allow. */
  private static String allowed(List<ApiOperation> calls) {
    List<String> methods = new ArrayList<>(calls.stream().map(ApiOperation::method).toList());
    if (methods.contains("GET")) {
      methods.add(1, HEAD);
    }
    methods.add(OPTIONS);
    return String.join(", ", methods);
  }
}
