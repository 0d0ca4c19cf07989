import { brotliCompressSync } from "node:zlib";

import type { Plugin, Rolldown } from "vite";

/**
 * Fails the build when a page's first load is more JavaScript, by Brotli, than it may be.
 *
 * `lazy` names modules that it loads on demand, but that each first visit demands.
 */
export function budget(page: string, lazy: readonly string[], kilobytes: number): Plugin {
  return {
    name: "ecogram-budget",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const entry = chunks.find((one) => one.isEntry && one.name === page);
      if (entry === undefined) this.error(`There is no page ${page}.`);
      const demanded = lazy.map((module) => {
        const chunk = chunks.find((one) => one.facadeModuleId?.endsWith(module));
        return chunk ?? this.error(`No chunk begins with ${module}.`);
      });
      const byName = new Map(chunks.map((one) => [one.fileName, one]));
      const loaded = closure([entry, ...demanded], byName);
      const bytes = [...loaded].reduce((sum, one) => sum + brotliCompressSync(one.code).length, 0);
      const said = `The first load of ${page} is ${(bytes / 1000).toFixed(1)} kB of JavaScript`;
      if (bytes > kilobytes * 1000) this.error(`${said}, more than ${kilobytes} kB.`);
      this.info(`${said} of ${kilobytes} kB.`);
    },
  };
}

/** The chunks and all that they import at once. */
function closure(
  entries: readonly Rolldown.OutputChunk[],
  byName: ReadonlyMap<string, Rolldown.OutputChunk>,
): Set<Rolldown.OutputChunk> {
  const found = new Set(entries);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const next = byName.get(name);
      if (next !== undefined) found.add(next);
    }
  }
  return found;
}
