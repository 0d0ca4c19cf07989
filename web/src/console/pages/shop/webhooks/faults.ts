import { buildSchema, GraphQLError, type GraphQLSchema, parse, validate } from "graphql";

let known: { readonly sdl: string; readonly schema: GraphQLSchema } | null = null;

/** What is wrong with a document over a schema, each with its line and column. */
export function faults(sdl: string, text: string): readonly string[] {
  if (known?.sdl !== sdl) known = { sdl, schema: buildSchema(sdl) };
  try {
    return validate(known.schema, parse(text)).map(told);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [told(error)];
  }
}

function told({ message, locations }: GraphQLError): string {
  const at = locations?.[0];
  return at ? `${at.line}:${at.column} ${message}` : message;
}
