import { Check as Tick } from "lucide-react";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";

import styles from "./check.module.css";
import field from "./field.module.css";
import type { Option } from "./select";

interface Props {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: React.ReactNode;
}

/** Yes or no. */
export function Check({ children, ...props }: Props): React.JSX.Element {
  return (
    <Checkbox {...props} className={styles["check"] ?? ""}>
      <Box />
      <span>{children}</span>
    </Checkbox>
  );
}

interface GroupProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: readonly Value[];
  readonly onChange: (value: Value[]) => void;
  readonly hint?: string;
  readonly problem?: string | undefined;
}

/** Some of several. */
export function CheckGroup<Value extends string>({
  label,
  options,
  value,
  onChange,
  hint,
  problem,
}: GroupProps<Value>): React.JSX.Element {
  function choose(keys: readonly string[]): void {
    onChange(options.map((one) => one.value).filter((one) => keys.includes(one)));
  }

  return (
    <CheckboxGroup
      value={[...value]}
      onChange={choose}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      className={field["field"] ?? ""}
    >
      <Label className={field["label"] ?? ""}>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className={field["hint"] ?? ""}>
          {hint}
        </Text>
      )}
      <div className={styles["group"]}>
        {options.map((one) => (
          <Checkbox key={one.value} value={one.value} className={styles["check"] ?? ""}>
            <Box />
            <span>{one.label}</span>
          </Checkbox>
        ))}
      </div>
      <FieldError className={field["problem"] ?? ""}>{problem}</FieldError>
    </CheckboxGroup>
  );
}

function Box(): React.JSX.Element {
  return (
    <span className={styles["box"]}>
      <Tick aria-hidden="true" size={14} strokeWidth={3} />
    </span>
  );
}
