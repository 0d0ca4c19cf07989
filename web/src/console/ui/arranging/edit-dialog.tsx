import { useState } from "react";

import type { RefusalFragment } from "../../client/refusal.generated";
import { useWords } from "../../words/words";
import { Button } from "../button";
import { Dialog, DialogButtons } from "../dialog";
import { Field } from "../field";
import { Form, Row } from "../form";
import { Refusals, useFieldProblem } from "../refusals";
import styles from "./edit-dialog.module.css";
import { arrangingWords } from "./words";

/** One line of the form; all of them are texts, the empty one is none. */
export interface FieldOf<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly hint?: string;
  readonly lines?: number;
  readonly isDate?: boolean;
  readonly isRequired?: boolean;
}

export type Values<Name extends string> = Readonly<Record<Name, string>>;

/** What is edited, as it is now: after a conflict, as others left it. */
export interface Current<Name extends string> {
  readonly version: number;
  readonly values: Values<Name>;
}

interface Props<Name extends string> {
  readonly title: string;
  readonly fields: readonly FieldOf<Name>[];
  readonly current: Current<Name>;
  /** What the button says, as a verb. */
  readonly action: string;
  readonly busy: boolean;
  readonly refusals: readonly RefusalFragment[];
  readonly onSend: (values: Values<Name>, expectedVersion: number) => void;
  readonly onClose: () => void;
  /** More of the form; `own` names what of the input it shows refusals of itself. */
  readonly children?: React.ReactNode;
  readonly own?: readonly string[];
}

/** A form in a dialog, for what is new and for what is edited, which others may edit too. */
export function EditDialog<Name extends string>(props: Props<Name>): React.JSX.Element {
  const { title, fields, current, action, busy, refusals, onSend, onClose, children, own = [] } = props;
  const say = useWords(arrangingWords);
  const problemAt = useFieldProblem(refusals);
  const [values, setValues] = useState(current.values);
  const [version, setVersion] = useState(current.version);
  const isConflict = refusals.some(({ code }) => code === "CONFLICT");
  const isBehind = isConflict && current.version !== version;
  const shown = isConflict ? [] : [...fields.map(({ name }) => name), ...own];

  function take(): void {
    setValues(current.values);
    setVersion(current.version);
  }

  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={() => onSend(values, version)}>
        {fields.map(({ name, label, hint, lines, isDate = false, isRequired = false }, at) => (
          <Field
            key={name}
            label={label}
            {...(hint !== undefined && { hint })}
            {...(lines !== undefined && { lines })}
            {...(isDate && { type: "date" })}
            isRequired={isRequired}
            autoFocus={at === 0}
            value={values[name]}
            onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
            problem={isConflict ? undefined : problemAt(name)}
          />
        ))}
        {children}
        {isBehind ? (
          <Conflict fields={fields} values={values} theirs={current.values}>
            <Button small onPress={take}>
              {say("conflict.take")}
            </Button>
            <Button small onPress={() => setVersion(current.version)}>
              {say("conflict.mine")}
            </Button>
          </Conflict>
        ) : (
          !isConflict && <Refusals refusals={refusals} except={shown} />
        )}
        <DialogButtons>
          <Button onPress={onClose}>{say("edit.cancel")}</Button>
          <Button type="submit" kind="primary" isDisabled={busy || isBehind}>
            {action}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

interface ConflictProps<Name extends string> {
  readonly fields: readonly FieldOf<Name>[];
  readonly values: Values<Name>;
  readonly theirs: Values<Name>;
  readonly children: React.ReactNode;
}

function Conflict<Name extends string>({
  fields,
  values,
  theirs,
  children,
}: ConflictProps<Name>): React.JSX.Element {
  const say = useWords(arrangingWords);
  const other = fields.filter(({ name }) => values[name] !== theirs[name]);
  return (
    <div role="alert" className={styles["conflict"]}>
      <p className={styles["title"]}>{say("conflict.title")}</p>
      <ul className={styles["list"]}>
        {other.map(({ name, label }) => (
          <li key={name}>
            {say("conflict.theirs", { field: label, value: theirs[name] || say("conflict.nothing") })}
          </li>
        ))}
      </ul>
      <Row>{children}</Row>
    </div>
  );
}
