import { useChoice } from "../../choice";
import { Card } from "../../ui/card";
import { Check } from "../../ui/check";
import { Part } from "../../ui/form";
import { shortcuts } from "../../ui/shortcuts";
import { useWords } from "../../words/words";
import { words } from "./words";

/** Whether single keys do anything; in this browser. */
export function Keys(): React.JSX.Element {
  const say = useWords(words);
  const on = useChoice(shortcuts) === "on";
  return (
    <Part title={say("keys")} lead={say("keys.lead")}>
      <Card>
        <Check isSelected={on} onChange={(wanted) => shortcuts.set(wanted ? "on" : "off")}>
          {say("keys.on")}
        </Check>
        <p>{say("keys.hint")}</p>
      </Card>
    </Part>
  );
}
