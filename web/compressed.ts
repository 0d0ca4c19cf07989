import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** What is text, and worth it. */
const TEXT = /\.(css|js|svg)$/;
const LEAST = 1000;
/** From here on the best compression takes seconds a file. */
const LARGE = 100_000;

/** Lays NAME.br and NAME.gz beside each text, so that the server need not compress. */
export function compressed(): Plugin {
  return {
    name: "ecogram-compressed",
    apply: "build",
    // Once all is written: other plugins still change what is in the bundle until then.
    writeBundle({ dir = "dist" }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => TEXT.test(one))) {
        const source = readFileSync(join(dir, name));
        if (source.length < LEAST) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: source.length > LARGE ? 5 : 9 };
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(source, { params }));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(source));
      }
    },
  };
}
