import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Label } from "react-aria-components/Label";
import { Tag, TagGroup, TagList } from "react-aria-components/TagGroup";

import { refusalAt, useRefusalText } from "../../../client/refusals";
import { Button as OurButton } from "../../../ui/button";
import { Field } from "../../../ui/field";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { useEditing } from "./editing";
import styles from "./edit.module.css";
import { useFieldName } from "./names";
import { Source } from "./source";
import { asList, type ListName } from "./values";

/** A list of words: each can be removed, more are added by Enter or a comma. */
export function Tags({ name }: { readonly name: ListName }): React.JSX.Element {
  const { value, set, mayEdit, refusals } = useEditing();
  const say = useWords(words);
  const called = useFieldName();
  const refusalText = useRefusalText();
  const [next, setNext] = useState("");
  const list = asList(value(name));
  const refused = refusalAt(refusals, name);

  function add(text: string): void {
    const more = text.split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== "");
    set(name, [...new Set([...list, ...more])]);
    setNext("");
  }

  return (
    <div className={styles["held"]}>
      <TagGroup
        className={styles["tags"] ?? ""}
        {...(mayEdit && {
          onRemove: (keys) => set(name, list.filter((one) => !keys.has(one))),
        })}
      >
        <Label className={styles["label"] ?? ""}>{called(name)}</Label>
        <TagList
          className={styles["tagList"] ?? ""}
          renderEmptyState={() => <span className={styles["soft"]}>{say("none")}</span>}
        >
          {list.map((one) => (
            <Tag key={one} id={one} textValue={one} className={styles["tag"] ?? ""}>
              {one}
              {mayEdit && (
                <Button slot="remove" className={styles["remove"] ?? ""}>
                  <X aria-hidden="true" size={14} />
                </Button>
              )}
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      <Source of={name} />
      {mayEdit && (
        <div
          className={styles["add"]}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== ",") return;
            event.preventDefault();
            add(next);
          }}
        >
          <Field
            label={say(`tags.add.${name}`)}
            value={next}
            onChange={setNext}
            onBlur={() => next !== "" && add(next)}
            problem={refused ? refusalText(refused) : undefined}
          />
          <OurButton onPress={() => add(next)} isDisabled={next.trim() === ""}>
            {say("tags.add")}
          </OurButton>
        </div>
      )}
    </div>
  );
}
