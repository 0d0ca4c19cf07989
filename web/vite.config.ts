import optimizeLocales from "@react-aria/optimize-locales-plugin";
import { defineConfig } from "vite";

import { budget } from "./budget.ts";
import { compressed } from "./compressed.ts";

/** Where `ecogram serve` listens while `npm run dev` serves the pages. */
const API = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    // React Aria brings its few words in thirty languages.
    optimizeLocales.vite({ locales: ["en-US", "pt-BR"] }),
    budget("console", ["/shell/shell.tsx", "/pages/library/page.tsx"], 200),
    compressed(),
  ],
  build: {
    // One HTML file a page.
    rolldownOptions: {
      input: { console: "index.html", graphiql: "graphiql.html" },
      // Libraries mark files "use client" for servers that render React; we have none.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
    // Icons stay files, so that the pages' policies need no exception for them.
    assetsInlineLimit: 0,
    // Monaco is large whatever we do, and it is loaded once.
    chunkSizeWarningLimit: 4096,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/graphql": { target: API, ws: true }, "/published": API, "/i": API },
  },
});
