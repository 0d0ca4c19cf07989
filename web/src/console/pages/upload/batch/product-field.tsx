import { useEffect, useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { useQuery } from "urql";

import field from "../../../ui/field.module.css";
import menu from "../../../ui/menu.module.css";
import list from "../../../ui/select.module.css";
import { useWords } from "../../../words/words";
import { ProductSuggestionsDocument } from "../travel/travel.generated";
import { words } from "../words";
import styles from "./product-field.module.css";

interface Props {
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Whether the code is no product's yet; false while nobody knows. */
  readonly onNew: (isNew: boolean) => void;
  readonly problem?: string | undefined;
}

/** People type faster than one need ask, in milliseconds. */
const PAUSE = 200;

/** The SKU, with those that there are as suggestions; others may be typed. */
export function ProductField({ value, onChange, onNew, problem }: Props): React.JSX.Element {
  const say = useWords(words);
  const search = useLater(value.trim());
  const [{ data, fetching }] = useQuery({
    query: ProductSuggestionsDocument,
    variables: { search: search === "" ? null : search },
  });
  const found = data?.libraryProducts.nodes ?? [];
  const isNew =
    search !== "" && search === value.trim() && !fetching && !found.some(({ code }) => code === search);
  const [isFocused, setFocused] = useState(false);
  // Whoever still types has not said the whole code.
  useEffect(() => onNew(isNew && !isFocused), [isNew, isFocused, onNew]);
  return (
    <ComboBox
      allowsCustomValue
      allowsEmptyCollection={false}
      menuTrigger="focus"
      items={found}
      inputValue={value}
      onFocusChange={setFocused}
      onInputChange={onChange}
      isInvalid={problem !== undefined}
      className={field["field"] ?? ""}
    >
      <Label className={field["label"] ?? ""}>{say("batch.product")}</Label>
      <Text slot="description" className={field["hint"] ?? ""}>
        {say(isNew ? "batch.product.none" : "batch.product.hint")}
      </Text>
      <Input maxLength={64} autoComplete="off" className={field["input"] ?? ""} />
      <FieldError className={field["problem"] ?? ""}>{problem}</FieldError>
      <Popover className={`${menu["popover"]} ${list["popover"]}`}>
        <ListBox<(typeof found)[number]> className={menu["menu"] ?? ""}>
          {({ id, code, name }) => (
            <ListBoxItem id={id} textValue={code} className={menu["item"] ?? ""}>
              <span>{code}</span>
              {name !== null && <span className={styles["name"]}>{name}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** The value as it was a moment ago, so that not each letter is asked for. */
function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setLater(value), PAUSE);
    return () => window.clearTimeout(timer);
  }, [value]);
  return later;
}
