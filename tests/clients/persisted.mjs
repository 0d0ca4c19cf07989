// @ts-check
/** Counting how documents were asked for: by their hash, or as a text that was sent. */

/** @typedef {{ hashes: number, gets: number, texts: number }} Asked */

/**
 * A `fetch` that counts what was answered with data.
 *
 * @param {Asked} asked
 * @returns {typeof globalThis.fetch}
 */
export function counting(asked) {
  return async (input, options) => {
    const answer = await globalThis.fetch(input, options);
    const { data } = await answer.clone().json();
    if (data) count(asked, new URL(String(input)), options);
    return answer;
  };
}

/** @param {Asked} asked @param {URL} url @param {RequestInit | undefined} options */
function count(asked, url, options) {
  const isGet = options?.method === "GET";
  const form = options?.body instanceof FormData ? options.body.get("operations") : options?.body;
  const sent = isGet ? Object.fromEntries(url.searchParams) : JSON.parse(String(form));
  const extensions = isGet ? JSON.parse(sent.extensions ?? "{}") : (sent.extensions ?? {});
  if (sent.query) asked.texts += 1;
  else if (extensions.persistedQuery) asked.hashes += 1;
  if (isGet) asked.gets += 1;
}
