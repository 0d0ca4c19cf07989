/**
 * A part of the browser's storage that only this page touches.
 *
 * Every GraphiQL uses the same key names, and many projects are tried out on the same local
 * port: without a prefix, another project's tabs would open here in place of ours.
 */
export class Shelf {
  readonly #prefix: string;
  readonly #storage: Storage;

  constructor(prefix: string, storage: Storage) {
    this.#prefix = prefix;
    this.#storage = storage;
  }

  get length(): number {
    return this.#keys().length;
  }

  getItem = (key: string): string | null => this.#storage.getItem(this.#prefix + key);

  setItem = (key: string, value: string): void => this.#storage.setItem(this.#prefix + key, value);

  removeItem = (key: string): void => this.#storage.removeItem(this.#prefix + key);

  clear = (): void => this.#keys().forEach((key) => this.#storage.removeItem(key));

  #keys(): string[] {
    return Object.keys(this.#storage).filter((key) => key.startsWith(this.#prefix));
  }
}
