import { parse, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";

type Messages = Record<string, string>;

const files = import.meta.glob<Messages>("../**/{en,pt-BR}.json", { eager: true, import: "default" });
const folders = Object.keys(files).filter((name) => name.endsWith("/en.json"));

test.each(folders)("%s and its Portuguese say the same things", (name) => {
  const en = files[name] ?? {};
  const ptBR = files[name.replace("en.json", "pt-BR.json")] ?? {};

  expect(Object.keys(ptBR).sort()).toEqual(Object.keys(en).sort());
  for (const [key, message] of Object.entries(en)) {
    expect([key, placeholders(ptBR[key] ?? "")]).toEqual([key, placeholders(message)]);
  }
});

/** The names of what a message is given, tags included. */
function placeholders(message: string): string[] {
  return [...new Set(names(parse(message)))].sort();
}

function names(parts: readonly MessageFormatElement[]): string[] {
  return parts.flatMap((part) => [
    ...("value" in part && part.type !== 0 ? [part.value] : []),
    ...("options" in part ? Object.values(part.options).flatMap(({ value }) => names(value)) : []),
    ...("children" in part ? names(part.children) : []),
  ]);
}
