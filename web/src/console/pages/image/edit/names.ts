import { useFormats } from "../../../words/formats";
import { useLanguage, useWords } from "../../../words/words";
import en from "../en.json";
import { asTaken, clock, type Taken } from "../taken/taken";
import { words } from "../words";
import { useEditing } from "./editing";
import { asList, type Value } from "./values";

export type Key = keyof typeof en;

export function isKey(name: string): name is Key {
  return name in en;
}

/** What a field is called, by its key or the API's name of it; the bare name where we know none. */
export function useFieldName(): (key: string) => string {
  const say = useWords(words);
  const language = useLanguageName();
  const { image } = useEditing();
  return (key) => {
    if (key.startsWith("alt:")) return say("alt.in", { language: language(key.slice(4)) });
    if (key.startsWith("custom:")) {
      const own = key.split(":").slice(2).join(":");
      return image.customFields.find((one) => one.key === own)?.label ?? own;
    }
    const message = `field.${key}`;
    return isKey(message) ? say(message) : key;
  };
}

/** What a language is called in the reader's, such as "Portuguese (Brazil)". */
export function useLanguageName(): (locale: string) => string {
  const spoken = useLanguage();
  return (locale) => {
    try {
      return new Intl.DisplayNames(spoken, { type: "language" }).of(locale) ?? locale;
    } catch {
      // Not a language tag: then its own letters say the most.
      return locale;
    }
  };
}

/** What a field holds, as people read it. */
export function useValueText(): (key: string, value: Value | undefined) => string {
  const say = useWords(words);
  const language = useLanguage();
  const { number } = useFormats();
  return (key, value) => {
    if (key === "capturedAt" && value) return takenText(language, asTaken(value));
    if (value === undefined || value === null || value === "") return say("none");
    if (typeof value === "boolean") return say(value ? "yes" : "no");
    if (typeof value === "number") return number(value);
    if (typeof value === "string") return value;
    return asList(value).filter((one) => one !== "").join(", ") || say("none");
  };
}

function takenText(language: string, { local, offset }: Taken): string {
  return offset === "" ? clock(language, local) : `${clock(language, local)} (${offset})`;
}
