import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** What is text, and worth it. */
const TEXT = /\.(css|js|svg)$/;
const LEAST = 1000;

/** Lays NAME.br and NAME.gz beside each text, so that the server need not compress. */
export function compressed(): Plugin {
  return {
    name: "ecogram-compressed",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const one of Object.values(bundle)) {
        const source = Buffer.from(one.type === "chunk" ? one.code : one.source);
        if (!TEXT.test(one.fileName) || source.length < LEAST) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: source.length > 500_000 ? 6 : 10 };
        const texts = { br: brotliCompressSync(source, { params }), gz: gzipSync(source) };
        for (const [suffix, text] of Object.entries(texts)) {
          this.emitFile({ type: "asset", fileName: `${one.fileName}.${suffix}`, source: text });
        }
      }
    },
  };
}
