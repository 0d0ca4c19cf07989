import images from "./images.graphql?raw";
import processing from "./processing.graphql?raw";
import register from "./register.graphql?raw";
import upload from "./upload.graphql?raw";

interface Example {
  readonly query: string;
  readonly variables: string;
}

const ada = { email: "ada@example.com", password: "a long pass phrase" };

/** The tabs that a first visit opens with, in the order in which a newcomer needs them. */
export const EXAMPLES: [Example, ...Example[]] = [
  example(register, { register: { ...ada, name: "Ada" }, login: ada }),
  example(upload, { input: { files: [] } }),
  example(images, { first: 20 }),
  example(processing, {}),
];

function example(query: string, variables: object): Example {
  return { query, variables: JSON.stringify(variables, null, 2) };
}
