import type { FieldOf, Values } from "../../ui/arranging/edit-dialog";
import { useWords } from "../../words/words";
import type { GroupFactsFragment } from "./groups.generated";
import { words } from "./words";

type Name = "name" | "description" | "eventName" | "eventDate";

export const BLANK: Values<Name> = { name: "", description: "", eventName: "", eventDate: "" };

/** What a group's form asks. */
export function useGroupFields(): readonly FieldOf<Name>[] {
  const say = useWords(words);
  return [
    { name: "name", label: say("name"), isRequired: true },
    { name: "description", label: say("description"), lines: 3 },
    { name: "eventName", label: say("eventName"), hint: say("eventName.hint") },
    { name: "eventDate", label: say("eventDate"), isDate: true },
  ];
}

export function valuesOf(group: GroupFactsFragment): Values<Name> {
  return {
    name: group.name,
    description: group.description ?? "",
    eventName: group.eventName ?? "",
    eventDate: group.eventDate ?? "",
  };
}

/** As the API takes them: empty is none. */
export function inputOf({ name, description, eventName, eventDate }: Values<Name>): {
  readonly name: string;
  readonly description: string | null;
  readonly eventName: string | null;
  readonly eventDate: string | null;
} {
  return {
    name,
    description: description || null,
    eventName: eventName || null,
    eventDate: eventDate || null,
  };
}
