import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Label } from "react-aria-components/Label";
import { useState } from "react";

import type { ReviewReason } from "../../generated/schema";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { REASONS } from "../../ui/reasons";
import { useWords } from "../../words/words";
import styles from "./reject-form.module.css";
import { words } from "./words";

/** What somebody has said so far of why a picture is rejected. */
export interface Draft {
  readonly reason: ReviewReason | null;
  readonly note: string;
}

export const NO_DRAFT: Draft = { reason: null, note: "" };

/** The reason that a key stands for: its number, or its letter in the language that is spoken. */
export function useReasonOf(): (key: string) => ReviewReason | undefined {
  const say = useWords(words);
  return (key) =>
    REASONS.find((one, at) => String(at + 1) === key || say(`key.${one}`).toLowerCase() === key);
}

interface Props {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onReject: (reason: ReviewReason, note: string) => void;
  readonly onCancel: () => void;
  readonly submit: string;
  /** Whether the keys of the reasons work, and so are told. */
  readonly keys: boolean;
}

/** Why it is rejected, and what to do about it. */
export function RejectForm(props: Props): React.JSX.Element {
  const { draft, onDraft, onReject, onCancel, submit, keys } = props;
  const say = useWords(words);
  const [missing, setMissing] = useState(false);

  function send(): void {
    if (draft.reason === null) setMissing(true);
    else onReject(draft.reason, draft.note);
  }

  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        const typing = event.target instanceof HTMLTextAreaElement;
        const wanted = typing ? event.ctrlKey || event.metaKey : event.target instanceof HTMLInputElement;
        if (event.key === "Enter" && wanted) {
          event.preventDefault();
          send();
        }
        if (event.key === "Escape") {
          event.stopPropagation();
          onCancel();
        }
      }}
    >
      <RadioGroup
        value={draft.reason}
        onChange={(value) => {
          const reason = REASONS.find((one) => one === value);
          if (reason) onDraft({ ...draft, reason });
        }}
        isInvalid={missing && draft.reason === null}
        className={styles["group"] ?? ""}
      >
        <Label className={styles["title"] ?? ""}>{say("reject.title")}</Label>
        {REASONS.map((reason, at) => (
          <Radio
            key={reason}
            value={reason}
            autoFocus={at === 0}
            className={styles["reason"] ?? ""}
          >
            <span className={styles["dot"]} aria-hidden="true" />
            <span className={styles["name"]}>{say(`reason.${reason}`)}</span>
            {keys && (
              <span className={styles["keys"]} aria-hidden="true">
                <kbd>{at + 1}</kbd>
                <kbd>{say(`key.${reason}`)}</kbd>
              </span>
            )}
          </Radio>
        ))}
        {missing && draft.reason === null && (
          <p role="alert" className={styles["missing"]}>
            {say("reject.choose")}
          </p>
        )}
      </RadioGroup>
      <Field
        label={say("reject.note")}
        hint={say("reject.note.hint")}
        lines={2}
        maxLength={2000}
        value={draft.note}
        onChange={(note) => onDraft({ ...draft, note })}
      />
      <div className={styles["buttons"]}>
        <Button onPress={onCancel}>{say("cancel")}</Button>
        <Button type="submit" kind="danger">
          {submit}
        </Button>
      </div>
    </form>
  );
}
