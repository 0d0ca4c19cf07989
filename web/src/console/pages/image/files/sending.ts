/** A `fetch` that tells the share of its body that has left, which the built-in one cannot. */
export function watchedFetch(onShare: (share: number) => void): typeof fetch {
  return (input, { method = "GET", headers, body, signal } = {}) =>
    new Promise((answer, fail) => {
      const request = new XMLHttpRequest();
      request.open(method, input instanceof Request ? input.url : input.toString());
      new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        if (total > 0) onShare(loaded / total);
      });
      request.addEventListener("load", () => {
        const type = request.getResponseHeader("content-type") ?? "application/json";
        const told = { status: request.status, headers: { "content-type": type } };
        answer(new Response(request.responseText, told));
      });
      request.addEventListener("error", () => fail(new TypeError("The service is out of reach.")));
      request.addEventListener("abort", () => fail(new DOMException("Given up.", "AbortError")));
      signal?.addEventListener("abort", () => request.abort());
      request.send(body instanceof ReadableStream ? null : (body ?? null));
    });
}
