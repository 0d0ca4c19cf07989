/** Sending bytes in a way that can be watched, in browsers and in Node.js alike. */

import axios from "axios";

/** Called again and again with the bytes that have left, and how many there are in all. */
export type Progress = (sent: number, total: number) => void;

/** A `fetch` that tells how much of its body has left, which the built-in one cannot. */
export function watchedFetch(onProgress: Progress): typeof fetch {
  return async (input, { method = "GET", headers, body, signal } = {}) => {
    let [hasAnswer, all] = [false, 0];
    const { data, status, ...answer } = await axios.request<string>({
      url: input instanceof Request ? input.url : input.toString(),
      method,
      headers: Object.fromEntries(new Headers(headers)),
      data: body,
      responseType: "text",
      transformResponse: (text: string) => text,
      validateStatus: () => true,
      // In Node.js: to be followed, a redirect would need the whole body in memory.
      maxRedirects: 0,
      maxBodyLength: Infinity,
      onUploadProgress: ({ loaded, total = loaded }) => {
        all = total;
        // What is told late, about bytes that are there by now, would make a bar jump back.
        if (!hasAnswer) onProgress(loaded, total);
      },
      ...(signal ? { signal } : {}),
    });
    hasAnswer = true;
    onProgress(all, all);
    const isEmpty = status === 204 || status === 304;
    return new Response(isEmpty ? null : data, { status, headers: plain(answer.headers) });
  };
}

/** The headers that are texts, which is all that servers send. */
function plain(headers: object): Record<string, string> {
  const entries: [string, unknown][] = Object.entries(headers);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => isText(entry[1])));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
