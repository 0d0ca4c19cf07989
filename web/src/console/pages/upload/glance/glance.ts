import { useSyncExternalStore } from "react";

/** What all pages tell of the uploads of this tab. */
export interface Glance {
  /** Files that are on their way, or being processed. */
  readonly open: number;
  /** Of the bytes of this go, from 0 to 1. */
  readonly share: number;
  /** Files that wait for the person. */
  readonly troubles: number;
}

const NOTHING: Glance = { open: 0, share: 1, troubles: 0 };
const KEY = "ecogram/uploads";
const listeners = new Set<() => void>();
let now = NOTHING;
const leavers = new Set<() => void>();

/** Tells all pages how far uploads are. */
export function tellGlance(next: Glance = NOTHING): void {
  const { open, share, troubles } = now;
  if (next.open === open && next.share === share && next.troubles === troubles) return;
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

/** What is to be done when the account signs out; the same function counts once. */
export function onLeave(leave: () => void): void {
  leavers.add(leave);
}

let leaving: number | undefined;

/** Nothing of the account goes on, unless it is back at once. */
export function leaveUploads(): void {
  leaving = window.setTimeout(() => leavers.forEach((leave) => leave()));
}

export function stayAtUploads(): void {
  window.clearTimeout(leaving);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
