import catalog from "./catalog.graphql?raw";
import changes from "./changes.graphql?raw";
import exporting from "./export.graphql?raw";
import images from "./images.graphql?raw";
import processing from "./processing.graphql?raw";
import register from "./register.graphql?raw";
import review from "./review.graphql?raw";
import upload from "./upload.graphql?raw";

interface Example {
  readonly query: string;
  readonly variables: string;
}

const ada = { email: "ada@example.com", password: "a long pass phrase" };

/** The tabs that a first visit opens with, in the order in which a newcomer needs them. */
export const EXAMPLES: [Example, ...Example[]] = [
  example(register, { register: { ...ada, name: "Ada" }, login: ada }),
  example(upload, { input: { files: ["@files"], productCode: "SKU-1" } }),
  example(images, { first: 20 }),
  example(processing, {}),
  example(review, { approve: { ids: [] } }),
  example(catalog, { first: 20 }),
  example(changes, { after: null }),
  example(exporting, { input: { format: "JSON_LINES" } }),
];

function example(query: string, variables: object): Example {
  return { query, variables: JSON.stringify(variables, null, 2) };
}
