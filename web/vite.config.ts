import { defineConfig } from "vite";

/** Where `ecogram serve` listens while `npm run dev` serves the pages. */
const API = "http://127.0.0.1:8000";

export default defineConfig({
  build: {
    // One HTML file a page; the console's index.html joins this list.
    rolldownOptions: {
      input: { graphiql: "graphiql.html" },
      // Libraries mark files "use client" for servers that render React; we have none.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
    // Icons stay files, so that the page's policy needs no exception for them.
    assetsInlineLimit: 0,
    // Monaco is large whatever we do, and it is loaded once.
    chunkSizeWarningLimit: 4096,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/graphql": { target: API, ws: true } },
  },
});
