import { useState } from "react";

import { refusalAt, useRefusalText } from "../../../client/refusals";
import { Field } from "../../../ui/field";
import { useFormats } from "../../../words/formats";
import { useLanguage, useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import styles from "../whole.module.css";
import { words } from "../words";
import { asPosition, pairOf, type Position, positionValue, wrongsOf } from "./position";

const PARTS = ["latitude", "longitude", "altitude"] as const;
type Part = (typeof PARTS)[number];

/** A position in numbers, each with what is wrong with it once it has been left. */
export function PositionFields(): React.JSX.Element {
  const say = useWords(words);
  const { value, set, busy } = useEditing();
  const [typing, setTyping] = useState<Part | null>(null);
  const decimals = useDecimals();
  const problem = useProblems();
  const position = asPosition(value("location"));

  function write(part: Part, text: string): void {
    const pair = part === "latitude" ? pairOf(text) : null;
    const written: Partial<Position> = pair
      ? { latitude: pair[0], longitude: pair[1] }
      : { [part]: decimals.read(text) };
    set("location", positionValue({ ...position, ...written }));
  }

  return (
    <div className={styles["three"]}>
      {PARTS.map((part) => (
        <Field
          key={part}
          label={say(`field.${part}`)}
          hint={say(`place.${part}.hint`)}
          value={decimals.written(position[part])}
          onChange={(text) => write(part, text)}
          onFocusChange={(isIn) => setTyping(isIn ? part : null)}
          isReadOnly={busy}
          autoComplete="off"
          problem={typing === part ? undefined : problem(part)}
        />
      ))}
    </div>
  );
}

/** Numbers with the decimal sign of the reader's language; a point is read in all of them. */
function useDecimals(): { read: (text: string) => string; written: (text: string) => string } {
  const language = useLanguage();
  const sign = new Intl.NumberFormat(language).format(0.5).charAt(1);
  return {
    read: (text) => text.replace("−", "-").replace(sign, "."),
    written: (text) => text.replace(".", sign),
  };
}

function useProblems(): (part: Part) => string | undefined {
  const say = useWords(words);
  const { number } = useFormats();
  const refusalText = useRefusalText();
  const { value, isChanged, refusals } = useEditing();
  const wrongs = wrongsOf(asPosition(value("location")));
  const refused = refusalAt(refusals, "location");
  return (part) => {
    const wrong = isChanged("location") ? wrongs[part] : undefined;
    if (wrong) return say(`place.wrong.${wrong}`, { example: number(38.722) });
    return refused && part === "latitude" ? refusalText(refused) : undefined;
  };
}
