import { useCallback, useState } from "react";

interface Kept {
  readonly day: string;
  readonly count: number;
}

/** How much this browser's user has decided since midnight; `add` takes undone ones off again. */
export function useDecidedToday(account: string): [number, (more: number) => void] {
  const key = `ecogram/decided/${account}`;
  const [count, setCount] = useState(() => read(key));
  const add = useCallback(
    (more: number) => {
      const next = Math.max(0, read(key) + more);
      window.localStorage.setItem(key, JSON.stringify({ day: today(), count: next }));
      setCount(next);
    },
    [key],
  );
  return [count, add];
}

function read(key: string): number {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(key) ?? "null");
    return isKept(kept) && kept.day === today() ? kept.count : 0;
  } catch {
    return 0;
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    "day" in value &&
    "count" in value &&
    typeof value.count === "number"
  );
}

function today(): string {
  return new Date().toDateString();
}
