import { gzipSync } from "node:zlib";

import type { Plugin, Rolldown } from "vite";

/** Fails the build when a page's first load is more compressed JavaScript than it may be. */
export function budget(page: string, kilobytes: number): Plugin {
  return {
    name: "ecogram-budget",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const entry = chunks.find((one) => one.isEntry && one.name === page);
      if (entry === undefined) this.error(`There is no page ${page}.`);
      const loaded = closure(entry, new Map(chunks.map((one) => [one.fileName, one])));
      const bytes = [...loaded].reduce((sum, one) => sum + gzipSync(one.code).length, 0);
      const said = `The first load of ${page} is ${(bytes / 1000).toFixed(1)} kB of JavaScript`;
      if (bytes > kilobytes * 1000) this.error(`${said}, more than ${kilobytes} kB.`);
      this.info(`${said} of ${kilobytes} kB.`);
    },
  };
}

/** The chunk and all that it imports at once. */
function closure(
  entry: Rolldown.OutputChunk,
  byName: ReadonlyMap<string, Rolldown.OutputChunk>,
): Set<Rolldown.OutputChunk> {
  const found = new Set([entry]);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const next = byName.get(name);
      if (next !== undefined) found.add(next);
    }
  }
  return found;
}
