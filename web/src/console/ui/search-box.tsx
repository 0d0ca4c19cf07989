import { Search, X } from "lucide-react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { SearchField } from "react-aria-components/SearchField";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./search-box.module.css";
import { uiWords } from "./words";

interface Props {
  /** For screen readers, and shown until something is typed. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A line to search by; Escape empties it. */
export function SearchBox({ label, value, onChange, autoFocus = false }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  return (
    <SearchField value={value} onChange={onChange} autoFocus={autoFocus} className={styles["search"] ?? ""}>
      <Label className="visually-hidden">{label}</Label>
      <Search aria-hidden="true" size={16} className={styles["icon"]} />
      <Input placeholder={label} className={styles["input"] ?? ""} />
      {value !== "" && (
        <span className={styles["clear"]}>
          <Button kind="quiet" small square aria-label={say("close")}>
            <X aria-hidden="true" size={16} />
          </Button>
        </span>
      )}
    </SearchField>
  );
}
