/** A browser reads a file whole to sum it up: larger ones are compared once they are there. */
const MOST = 300_000_000;

/** The SHA-256 of a file in hex; null where it is too large, or the page is not served safely. */
export async function checksum(file: Blob): Promise<string | null> {
  if (file.size > MOST || !isSecureContext) return null;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A name that nobody else has; `crypto.randomUUID` is for pages that are served safely. */
export function unique(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
