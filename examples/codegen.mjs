/**
 * Makes types, caches' knowledge of the schema, and the manifest of trusted documents:
 * `node codegen.mjs`, or with `--check` only says which of them are stale, and fails.
 *
 * It calls GraphQL Code Generator without its command line, which would install 300 packages more;
 * in a codegen.ts the presets, plugins and settings are the same.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { codegen } from "@graphql-codegen/core";
import { addTypenameSelectionDocumentTransform, preset } from "@graphql-codegen/client-preset";
import * as possibleTypes from "@graphql-codegen/fragment-matcher";
import { minifyIntrospectionQuery } from "@urql/introspection";
import { buildSchema, introspectionFromSchema, parse } from "graphql";

const SCHEMA = "../schema.graphql";
const OPERATIONS = "shared/operations.graphql";
const config = {
  // Every custom scalar has to be named here.
  strictScalars: true,
  scalars: {
    ByteCount: "number",
    Date: "string",
    DateTime: "string",
    JSON: "unknown",
    SequenceNumber: "string",
    URL: "string",
    Upload: "Blob",
  },
  enumsAsTypes: true,
  immutableTypes: true,
  useTypeImports: true,
};

const sdl = readFileSync(SCHEMA, "utf8");
const schema = parse(sdl);
const schemaAst = buildSchema(sdl);
const rawSDL = readFileSync(OPERATIONS, "utf8");
const documents = [{ location: OPERATIONS, document: parse(rawSDL), rawSDL }];
const files = new Map([
  ...(await Promise.all([...(await clientFiles()), typesFile()].map(written))),
  ["urql/src/introspection.ts", introspection()],
]);
const stale = [...files].filter(([name, text]) => text !== current(name));

if (process.argv.includes("--check")) {
  for (const [name] of stale) console.error(`${name} is stale: npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, text);
  }
}

/** Types, typed documents and their manifest, by the client preset. */
async function clientFiles() {
  const generated = await preset.buildGeneratesSection({
    baseOutputDir: "shared/gql/",
    schema,
    schemaAst,
    documents,
    config,
    presetConfig: { fragmentMasking: false, persistedDocuments: true },
    plugins: [],
    pluginMap: {},
    // Caches ask for it anyway: so the text that they send is the text of the manifest.
    documentTransforms: [{ transformObject: addTypenameSelectionDocumentTransform, config: {} }],
  });
  // The others are for documents that are written into the code.
  return generated.filter(({ filename }) => /(graphql\.ts|\.json)$/.test(filename));
}

/** For Apollo: which types there are behind an interface or a union. */
function typesFile() {
  return {
    filename: "apollo/src/possible-types.ts",
    schema,
    documents: [],
    config: { useExplicitTyping: true },
    plugins: [{ possibleTypes: {} }],
    pluginMap: { possibleTypes },
  };
}

/** For urql: the same, and which fields are lists or may be null; a line for each type. */
function introspection() {
  const { __schema } = minifyIntrospectionQuery(introspectionFromSchema(schemaAst));
  const { types, ...roots } = __schema;
  return [
    'import type { CacheExchangeOpts } from "@urql/exchange-graphcache";\n',
    'export const schema: NonNullable<CacheExchangeOpts["schema"]> = {',
    `  __schema: { ...${JSON.stringify(roots)}, types: [`,
    ...types.map((type) => `${JSON.stringify(type)},`),
    "  ] },",
    "};\n",
  ].join("\n");
}

/** The name of a file and what it is to hold. */
async function written(options) {
  return [options.filename, await codegen(options)];
}

/** What a file holds now. */
function current(name) {
  try {
    return readFileSync(name, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
