import { useSyncExternalStore } from "react";

/** What somebody chose of a few things; remembered by the browser, the same in all of its tabs. */
export class Choice<One extends string> {
  readonly #key: string;
  readonly #of: readonly One[];
  readonly #otherwise: One;
  readonly #listeners = new Set<() => void>();

  constructor(key: string, of: readonly One[], otherwise: One) {
    this.#key = key;
    this.#of = of;
    this.#otherwise = otherwise;
    window.addEventListener("storage", (event) => {
      if (event.key === key) this.#tell();
    });
  }

  /** What counts now. */
  get = (): One => {
    const kept = window.localStorage.getItem(this.#key);
    return this.#of.find((one) => one === kept) ?? this.#otherwise;
  };

  set = (one: One): void => {
    window.localStorage.setItem(this.#key, one);
    this.#tell();
  };

  /** Calls back after every change; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }
}

/** What counts now; the component is drawn again when it changes. */
export function useChoice<One extends string>(choice: Choice<One>): One {
  return useSyncExternalStore(choice.subscribe, choice.get);
}
