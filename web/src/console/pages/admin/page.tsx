import { PartsPage } from "../../ui/parts-page";
import { useWords } from "../../words/words";
import { words } from "./words";

const PARTS = [
  "accounts",
  "jobs",
  "synchronization",
  "fields",
  "rules",
  "presets",
  "notices",
  "audit",
] as const;

/** What administrators see to, part by part. */
export function AdminPage(): React.JSX.Element {
  const say = useWords(words);
  const sections = PARTS.map((part) => ({ to: `/admin/${part}`, label: say(part) }) as const);
  return <PartsPage title={say("title")} label={say("parts")} sections={sections} role="ADMIN" />;
}
