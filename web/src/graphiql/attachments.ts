/** What stands for the chosen files in variables: for all in a list, elsewhere for the first. */
export const STAND_IN = "@files";

/** The files that somebody chose on this page, until they choose others. */
export class Attachments {
  readonly #listeners = new Set<() => void>();
  #files: readonly File[] = [];

  /** The same list until it changes. */
  files = (): readonly File[] => this.#files;

  choose = (files: readonly File[]): void => {
    this.#files = files;
    this.#listeners.forEach((listener) => listener());
  };

  /** Calls back after every change; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** A request with files, as the GraphQL multipart request specification says; null without any. */
export function formOf(
  params: { readonly variables?: unknown },
  files: readonly File[],
): FormData | null {
  const found = new Map<string, File>();
  const variables = emptied(filled(params.variables, files), "variables", found);
  if (found.size === 0) return null;
  const form = new FormData();
  form.append("operations", JSON.stringify({ ...params, variables }));
  form.append("map", JSON.stringify(Object.fromEntries([...found.keys()].map((at, n) => [n, [at]]))));
  [...found.values()].forEach((file, n) => form.append(String(n), file));
  return form;
}

/** Files are asked for, and none are chosen. */
export class NoFiles extends Error {}

/** `value` with files in place of what stands for them. Throws `NoFiles` where none are chosen. */
function filled(value: unknown, files: readonly File[]): unknown {
  if (value === STAND_IN) {
    if (files[0] === undefined) throw new NoFiles("Choose files first: the button is at the top right.");
    return files[0];
  }
  if (Array.isArray(value)) {
    const wide = value.flatMap((one) => (one === STAND_IN && files.length > 0 ? files : [one]));
    return wide.map((one) => filled(one, files));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, files)]));
}

/** `value` with null for each file, which is noted in `found` by its place. */
function emptied(value: unknown, at: string, found: Map<string, File>): unknown {
  if (value instanceof File) {
    found.set(at, value);
    return null;
  }
  if (Array.isArray(value)) return value.map((one, n) => emptied(one, `${at}.${n}`, found));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, one]) => [key, emptied(one, `${at}.${key}`, found)]));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof File);
}
