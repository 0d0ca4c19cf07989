import { useState } from "react";
import { Switch } from "react-aria-components/Switch";

import { useChoice } from "../../choice";
import { Button } from "../../ui/button";
import { Dialog, DialogButtons } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { nameOf } from "../../ui/pictures/picture";
import { shortcuts } from "../../ui/shortcuts";
import { Select } from "../../ui/select";
import { useWords } from "../../words/words";
import styles from "./dialogs.module.css";
import type { People } from "./names";
import type { Row } from "./queue";
import { type Draft, NO_DRAFT, RejectForm } from "./reject-form";
import { words } from "./words";
import type { ReviewReason } from "../../generated/schema";

const KEYS = [
  ["A", "keys.approve"],
  ["R", "keys.reject"],
  ["← →", "keys.arrows"],
  ["Z", "keys.undo"],
  ["S", "keys.compare"],
  ["+ − 0", "keys.zoom"],
  ["Esc", "keys.escape"],
  ["?", "keys.help"],
] as const;

/** Which keys there are, and whether they work. */
export function ShortcutsDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const on = useChoice(shortcuts) === "on";
  return (
    <Dialog title={say("shortcuts")} isOpen={isOpen} onClose={onClose}>
      <table className={styles["keys"]}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{say("keys.key")}</th>
            <th scope="col">{say("keys.does")}</th>
          </tr>
        </thead>
        <tbody>
          {KEYS.map(([key, does]) => (
            <tr key={key} data-off={!on}>
              <td>
                {key.split(" ").map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </td>
              <td>{say(does)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Switch
        isSelected={on}
        onChange={(wanted) => shortcuts.set(wanted ? "on" : "off")}
        className={styles["switch"] ?? ""}
      >
        <span className={styles["track"]} aria-hidden="true" />
        {say("shortcuts.on")}
      </Switch>
      <p className={styles["soft"]}>{say("shortcuts.on.hint")}</p>
    </Dialog>
  );
}

/** Asks an administrator why a picture is approved although something stands against it. */
export function OverrideDialog({
  row,
  onOverride,
  onClose,
}: {
  readonly row: Row;
  readonly onOverride: (reason: string) => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const [reason, setReason] = useState("");
  return (
    <Dialog title={say("override.title", { name: nameOf(row) })} isOpen onClose={onClose}>
      <p>{say("override.text")}</p>
      <Field label={say("override.reason")} lines={3} maxLength={2000} autoFocus value={reason} onChange={setReason} />
      <DialogButtons>
        <Button onPress={onClose}>{say("cancel")}</Button>
        <Button kind="primary" isDisabled={reason.trim() === ""} onPress={() => onOverride(reason.trim())}>
          {say("override.submit")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** Asks why several pictures are rejected. */
export function RejectDialog({
  count,
  onReject,
  onClose,
}: {
  readonly count: number;
  readonly onReject: (reason: ReviewReason, note: string) => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  return (
    <Dialog title={say("bulk.reject.title", { count })} isOpen onClose={onClose}>
      <RejectForm
        draft={draft}
        onDraft={setDraft}
        onReject={onReject}
        onCancel={onClose}
        submit={say("reject")}
        keys={false}
      />
    </Dialog>
  );
}

/** Asks to whom pictures are given. */
export function AssignDialog({
  count,
  people,
  onAssign,
  onClose,
}: {
  readonly count: number;
  readonly people: People;
  readonly onAssign: (reviewerId: string | null) => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const [to, setTo] = useState(people.me ?? "");
  const options = [
    { value: "", label: say("assign.nobody") },
    ...people.reviewers.map(({ id, name }) => ({
      value: id,
      label: id === people.me ? say("assign.me", { name }) : name,
    })),
  ];
  return (
    <Dialog title={say("assign.title", { count })} isOpen onClose={onClose}>
      <p>{say("assign.text")}</p>
      <Select label={say("assign.to")} options={options} value={to} onChange={setTo} />
      <DialogButtons>
        <Button onPress={onClose}>{say("cancel")}</Button>
        <Button kind="primary" onPress={() => onAssign(to === "" ? null : to)}>
          {say("assign.submit")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
