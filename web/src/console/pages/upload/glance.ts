import { useSyncExternalStore } from "react";

/** What all pages tell of the uploads of this tab. */
export interface Glance {
  /** Files whose bytes have still to travel, or that are being processed. */
  readonly open: number;
  /** Of the bytes of this go, from 0 to 1. */
  readonly share: number;
  /** Files that wait for the person: refused ones that nobody has seen, failed ones. */
  readonly troubles: number;
}

const NOTHING: Glance = { open: 0, share: 1, troubles: 0 };
const KEY = "ecogram/uploads";
const listeners = new Set<() => void>();
let now = NOTHING;

/** Tells all pages how far uploads are. */
export function tellGlance(glance: Glance | null): void {
  const next = glance ?? NOTHING;
  const same =
    next.open === now.open && next.share === now.share && next.troubles === now.troubles;
  if (same) return;
  now = next;
  listeners.forEach((listener) => listener());
}

export function useGlance(): Glance {
  return useSyncExternalStore(subscribe, () => now);
}

/** Whether an account has uploads in this browser that have not come to an end. */
export function hasLeft(account: string): boolean {
  return window.localStorage.getItem(`${KEY}/${account}`) !== null;
}

export function noteLeft(account: string, left: boolean): void {
  const key = `${KEY}/${account}`;
  if (left) window.localStorage.setItem(key, "1");
  else window.localStorage.removeItem(key);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
