import { useState } from "react";
import { useMutation } from "urql";

import { Button } from "../../../ui/button";
import { Chip } from "../../../ui/chip";
import { Field } from "../../../ui/field";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { useLanguageName } from "../edit/names";
import { Count } from "../edit/text";
import styles from "../whole.module.css";
import { words } from "../words";
import {
  ImageAcceptSuggestionDocument,
  ImageDropSuggestionDocument,
  type ImageSuggestionFragment,
} from "./alt.generated";

const LIMITS = { ALT_TEXT: 512, DESCRIPTION: 5000, CUSTOM: 5000, KEYWORDS: 6500 } as const;

/** One suggestion: accepted as it is, in other words, or let go. */
export function Suggestion({
  suggestion,
}: {
  readonly suggestion: ImageSuggestionFragment;
}): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const language = useLanguageName();
  const { image, mayEdit } = useEditing();
  const { id, kind, keywords, locale, model } = suggestion;
  const isList = kind === "KEYWORDS";
  const said = isList ? keywords.join(", ") : (suggestion.text ?? "");
  const [text, setText] = useState(said);
  const [accepting, accept] = useMutation(ImageAcceptSuggestionDocument);
  const [dropping, drop] = useMutation(ImageDropSuggestionDocument);
  const busy = accepting.fetching || dropping.fetching;

  async function take(): Promise<void> {
    const list = text.split(",").map((one) => one.trim()).filter((one) => one !== "");
    const other = text === said ? {} : isList ? { keywords: list } : { text };
    const field = kind === "CUSTOM" ? { field: "DESCRIPTION" as const } : {};
    await act(
      accept({ input: { id, expectedVersion: image.version, ...other, ...field } }),
      (told) => told.acceptSuggestion.userErrors,
      say("ai.accepted"),
    );
  }

  return (
    <>
      <div className={styles["row"]}>
        <Chip tone="info">{say(`ai.${kind}`)}</Chip>
        {locale !== null && <span className={styles["small"]}>{language(locale)}</span>}
        <span className={styles["small"]}>{say("ai.by", { model })}</span>
      </div>
      <Field
        label={say("ai.words")}
        lines={3}
        value={text}
        onChange={setText}
        isReadOnly={!mayEdit}
      />
      {!isList && <Count text={text} limit={LIMITS[kind]} always />}
      {mayEdit && (
        <div className={styles["row"]}>
          <Button small kind="primary" isDisabled={busy} onPress={() => void take()}>
            {say(text === said ? "ai.accept" : "ai.acceptEdited")}
          </Button>
          <Button
            small
            isDisabled={busy}
            onPress={() =>
              void act(
                drop({ id }),
                (told) => told.dropSuggestion.userErrors,
                say("ai.dropped"),
              )
            }
          >
            {say("ai.drop")}
          </Button>
        </div>
      )}
    </>
  );
}
