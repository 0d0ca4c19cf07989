// @ts-check
/** The audits of graphql-http on a running service: `node audit.mjs ADDRESS`, one line of JSON. */

import assert from "node:assert/strict";

import { serverAudits } from "graphql-http";

const [address] = process.argv.slice(2);
assert.ok(address, "Say the address.");
const audits = serverAudits({ url: `${address}/graphql` });
const results = await Promise.all(audits.map(({ fn }) => fn()));
const told = results.map((one) => [one.name, one.status === "ok" ? null : one.reason]);
assert.equal(new Set(told.map(([name]) => name)).size, told.length, "Two audits have one name.");
console.log(JSON.stringify(Object.fromEntries(told)));
// Node would wait until the connections that fetch keeps alive time out.
process.exit(0);
