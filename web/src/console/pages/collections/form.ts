import type { FieldOf, Values } from "../../ui/arranging/edit-dialog";
import { useWords } from "../../words/words";
import type { CollectionFactsFragment } from "./collections.generated";
import { words } from "./words";

export type Name = "name" | "description";

export const BLANK: Values<Name> = { name: "", description: "" };

/** What a collection's form asks. */
export function useCollectionFields(): readonly FieldOf<Name>[] {
  const say = useWords(words);
  return [
    { name: "name", label: say("name"), isRequired: true },
    { name: "description", label: say("description"), lines: 3 },
  ];
}

export function valuesOf({ name, description }: CollectionFactsFragment): Values<Name> {
  return { name, description: description ?? "" };
}

/** As the API takes them: empty is none. */
export function inputOf({ name, description }: Values<Name>): {
  readonly name: string;
  readonly description: string | null;
} {
  return { name, description: description || null };
}
