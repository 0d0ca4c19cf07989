import images from "./images.graphql?raw";
import processing from "./processing.graphql?raw";
import register from "./register.graphql?raw";
import upload from "./upload.graphql?raw";

const registration = {
  register: { email: "ada@example.com", password: "a long pass phrase", name: "Ada" },
  login: { email: "ada@example.com", password: "a long pass phrase" },
};

/** The tabs that a first visit opens with, in the order in which a newcomer needs them. */
export const EXAMPLES = [
  { query: register, variables: pretty(registration) },
  { query: upload, variables: pretty({ input: { files: [] } }) },
  { query: images, variables: pretty({ first: 20 }) },
  { query: processing },
];

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
