/** Names of documents that stand for their texts. */

/** Of any document: the server may ask for the text once. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Of a document that `npm run generate` has put into the manifest; throws for any other. */
export function trustedId(document: object): string {
  if ("__meta__" in document && hasHash(document.__meta__)) return document.__meta__.hash;
  throw new Error("This document is not in the manifest: npm run generate");
}

function hasHash(value: unknown): value is { hash: string } {
  return (
    typeof value === "object" && value !== null && "hash" in value && typeof value.hash === "string"
  );
}
