import { ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";

import field from "./field.module.css";
import menu from "./menu.module.css";
import { off } from "./off";
import styles from "./select.module.css";

/** One thing to choose: what it is called, and what stands for it. */
export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface Props<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly hint?: string;
  readonly problem?: string | undefined;
  readonly isDisabled?: boolean;
  /** The label is for screen readers only, where the place says it. */
  readonly hideLabel?: boolean;
}

/** One of several, with its label, a hint and what is wrong with it. */
export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
  hint,
  problem,
  isDisabled = false,
  hideLabel = false,
}: Props<Value>): React.JSX.Element {
  function choose(key: unknown): void {
    const found = options.find((one) => one.value === key);
    if (found) onChange(found.value);
  }

  return (
    <AriaSelect
      value={value}
      onChange={choose}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      className={field["field"] ?? ""}
    >
      <Label className={hideLabel ? "visually-hidden" : (field["label"] ?? "")}>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className={field["hint"] ?? ""}>
          {hint}
        </Text>
      )}
      <Button {...(isDisabled && { render: off })} className={styles["button"] ?? ""}>
        <SelectValue className={styles["value"] ?? ""} />
        <ChevronDown aria-hidden="true" size={16} />
      </Button>
      <FieldError className={field["problem"] ?? ""}>{problem}</FieldError>
      <Popover className={`${menu["popover"]} ${styles["popover"]}`}>
        <ListBox className={menu["menu"] ?? ""}>
          {options.map((one) => (
            <ListBoxItem
              key={one.value}
              id={one.value}
              textValue={one.label}
              className={menu["item"] ?? ""}
            >
              {one.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
