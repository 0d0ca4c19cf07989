import { useState } from "react";
import { Input } from "react-aria-components/Input";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField, type TextFieldProps } from "react-aria-components/TextField";

import styles from "./field.module.css";
import { Reveal } from "./reveal";

interface Props extends Omit<TextFieldProps, "className" | "children"> {
  readonly label: string;
  /** What helps to fill it in, below the label. */
  readonly hint?: string;
  /** Why what is in it cannot be taken; it marks the field as invalid. */
  readonly problem?: string | undefined;
  /** Several lines of text. */
  readonly lines?: number;
  readonly placeholder?: string;
  /** Of a time, in seconds: how precisely it can be said. */
  readonly step?: number;
}

/** A line or some lines of text, with its label, a hint and what is wrong with it. */
export function Field({
  label,
  hint,
  problem,
  lines,
  placeholder,
  step,
  ...props
}: Props): React.JSX.Element {
  // A form with a refused field must be sendable again: the browser would hold it back.
  const invalid =
    problem === undefined ? {} : ({ isInvalid: true, validationBehavior: "aria" } as const);
  const [isShown, setShown] = useState(false);
  const isSecret = props.type === "password";
  const secret = isSecret && isShown ? ({ type: "text", spellCheck: "false" } as const) : {};
  const hold = placeholder === undefined ? {} : { placeholder };
  return (
    <TextField {...props} {...secret} {...invalid} className={styles["field"] ?? ""}>
      <Label className={styles["label"] ?? ""}>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className={styles["hint"] ?? ""}>
          {hint}
        </Text>
      )}
      {lines === undefined ? (
        <div className={isSecret ? styles["secret"] : styles["line"]}>
          <Input dir="auto" {...hold} {...(step !== undefined && { step })} className={styles["input"] ?? ""} />
          {isSecret && <Reveal isShown={isShown} onChange={setShown} />}
        </div>
      ) : (
        <TextArea dir="auto" {...hold} rows={lines} className={styles["input"] ?? ""} />
      )}
      <FieldError className={styles["problem"] ?? ""}>
        {problem ?? (({ validationErrors }) => validationErrors.join(" "))}
      </FieldError>
    </TextField>
  );
}
