import { useQuery } from "urql";

import { useFormats } from "../../words/formats";
import { HouseLimitsDocument, type HouseLimitsQuery } from "./travel/travel.generated";

export type HouseLimits = HouseLimitsQuery["limits"];

/** How people call what is told as a media type, the usual ones first. */
const NAMES: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/tiff": "TIFF",
  "image/gif": "GIF",
  "image/avif": "AVIF",
  "image/heic": "HEIC",
  "image/heif": "HEIC",
};

/** What this house takes in; null until that is known. */
export function useLimits(): HouseLimits | null {
  const [{ data }] = useQuery({ query: HouseLimitsDocument, requestPolicy: "cache-first" });
  return data?.limits ?? null;
}

/** Types and the largest size of files in words; null until they are known. */
export function useLimitsText(): { readonly types: string; readonly size: string } | null {
  const limits = useLimits();
  const { bytes, list } = useFormats();
  if (limits === null) return null;
  return { types: list(namesOf(limits.uploadContentTypes)), size: bytes(limits.uploadBytes) };
}

/** Each name once, and types that we have no name for as they are. */
function namesOf(types: readonly string[]): string[] {
  const known = Object.keys(NAMES).filter((type) => types.includes(type));
  return [...new Set([...known, ...types].map((type) => NAMES[type] ?? type))];
}
