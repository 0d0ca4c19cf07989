// Writes TypeScript from ../schema.graphql and the console's .graphql files: `npm run generate`.
//
// Beside each NAME.graphql comes a NAME.generated.ts with its typed documents and fragments;
// src/console/generated/ holds the schema's types and what the cache must know. None is committed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/near-operation-file-preset";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as types from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import {
  buildSchema,
  isAbstractType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

const ROOT = "src/console";
const OUT = `${ROOT}/generated`;
const CONFIG = {
  arrayInputCoercion: false,
  dedupeFragments: true,
  disableDescriptions: true,
  documentMode: "documentNode",
  enumsAsTypes: true,
  enumType: "string-literal",
  immutableTypes: true,
  scalars: {
    ByteCount: "number",
    Date: "string",
    DateTime: "string",
    JSON: "unknown",
    SequenceNumber: "number",
    Upload: "File",
    URL: "string",
  },
  strictScalars: true,
  useTypeImports: true,
};

const schemaAst = buildSchema(readFileSync("../schema.graphql", "utf8"));
const schema = parse(readFileSync("../schema.graphql", "utf8"));
const documents = files(ROOT).map(source);

mkdirSync(OUT, { recursive: true });
await schemaTypes();
await documentTypes();
cacheFacts();

/** Every .graphql file below a folder, in one order everywhere. */
function files(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => join(folder, name))
    .sort();
}

function source(location) {
  const rawSDL = readFileSync(location, "utf8");
  return { location: resolve(location), rawSDL, document: complete(parse(rawSDL)) };
}

/** With `__typename` and `id` wherever there is one: the cache knows things by them. */
function complete(document) {
  const info = new TypeInfo(schemaAst);
  const enter = (node, _key, parent) => {
    if (parent.kind === Kind.OPERATION_DEFINITION) return undefined;
    const asked = new Set(node.selections.map((one) => (one.alias ?? one.name)?.value));
    const type = info.getParentType();
    const fields = type && !isUnionType(type) ? type.getFields() : {};
    const missing = ["__typename", "id"]
      .filter((name) => !asked.has(name) && (name === "__typename" || name in fields))
      .map((value) => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value } }));
    return { ...node, selections: [...missing, ...node.selections] };
  };
  return visit(document, visitWithTypeInfo(info, { SelectionSet: { enter } }));
}

async function schemaTypes() {
  const filename = `${OUT}/schema.ts`;
  const plugins = [{ types: {} }];
  const pluginMap = { types };
  const text = await codegen({
    filename, schema, schemaAst, documents: [], plugins, pluginMap, config: CONFIG,
  });
  write(filename, text);
}

async function documentTypes() {
  const jobs = await preset.buildGeneratesSection({
    baseOutputDir: resolve(ROOT),
    config: CONFIG,
    documents,
    pluginMap: { operations, typedDocuments },
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    presetConfig: { baseTypesPath: "generated/schema.ts", extension: ".generated.ts" },
    schema,
    schemaAst,
  });
  for (const job of jobs) write(job.filename, await codegen(job));
}

/**
 * Which types are of which others, and which have no id that is theirs alone: an ID.
 *
 * Only of types that the documents ask for, since every visit loads this; the whole schema would
 * cost a tenth of the first load, and buys pages that show parts of answers, which none does.
 */
function cacheFacts() {
  const types = asked();
  const possibleTypes = Object.fromEntries(
    [...types].filter(isAbstractType).map((type) => [type.name, possible(type).map(String)]),
  );
  const unkeyed = [...types]
    .filter((type) => isObjectType(type) && String(type.getFields().id?.type) !== "ID!")
    .map(String);
  write(
    `${OUT}/cache.ts`,
    `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes)};\n` +
      `export const unkeyed: readonly string[] = ${JSON.stringify(unkeyed.sort())};\n`,
  );
}

function possible(type) {
  return schemaAst.getPossibleTypes(type);
}

/** The types that answers to the documents may hold, roots aside. */
function asked() {
  const found = new Set();
  const info = new TypeInfo(schemaAst);
  const roots = ["query", "mutation", "subscription"].map((kind) => schemaAst.getRootType(kind));
  const note = () => {
    const type = info.getParentType();
    found.add(type);
    if (isAbstractType(type)) for (const one of possible(type)) found.add(one);
  };
  for (const { document } of documents) visit(document, visitWithTypeInfo(info, { Field: note }));
  for (const root of roots) found.delete(root);
  return found;
}

/** Leaves a file alone that is as it should be, so that nobody takes it for changed. */
function write(filename, text) {
  mkdirSync(dirname(filename), { recursive: true });
  if (existsSync(filename) && readFileSync(filename, "utf8") === text) return;
  writeFileSync(filename, text);
}
