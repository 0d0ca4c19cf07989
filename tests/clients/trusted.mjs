// @ts-check
/**
 * Apollo Client and urql with the ids of a manifest instead of texts: `node trusted.mjs ADDRESS`,
 * one line of JSON with the data that each read.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

const [address] = process.argv.slice(2);
assert.ok(address, "Say the address.");
const url = `${address}/graphql`;
const manifest = JSON.parse(readFileSync(new URL("manifest.json", import.meta.url), "utf8"));
const [{ id, body }] = manifest.operations;

/** Ends the program where a text would go over the wire. @type {typeof globalThis.fetch} */
const wordless = (input, options) => {
  assert.ok(!`${input}${options?.body ?? ""}`.includes("viewer"), "A text was sent.");
  return globalThis.fetch(input, options);
};

async function apollo() {
  const named = new PersistedQueryLink({ generateHash: async () => id });
  const http = new HttpLink({ uri: url, fetch: wordless });
  const link = ApolloLink.from([named, http]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return (await client.query({ query: gql(body) })).data;
}

async function urql() {
  const named = persistedExchange({ enforcePersistedQueries: true, generateHash: async () => id });
  const client = new Client({ url, fetch: wordless, exchanges: [named, fetchExchange] });
  const { data, error } = await client.query(body, {}).toPromise();
  if (error) throw error;
  return data;
}

console.log(JSON.stringify({ apollo: await apollo(), urql: await urql() }));
// Node would wait until the connections that fetch keeps alive time out.
process.exit(0);
