import { PartsPage } from "../../ui/parts-page";
import { useWords } from "../../words/words";
import { words } from "./words";

const PARTS = ["exports", "webhooks", "keys", "preview", "push"] as const;

/** How pictures reach shops, part by part. */
export function ShopPage(): React.JSX.Element {
  const say = useWords(words);
  const sections = PARTS.map((part) => ({ to: `/shop/${part}`, label: say(part) }) as const);
  return <PartsPage title={say("title")} label={say("parts")} sections={sections} role="ADMIN" />;
}
