import { Search, X } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { SearchField } from "react-aria-components/SearchField";

import { useWords } from "../words/words";
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
        <Button aria-label={say("close")} className={styles["clear"] ?? ""}>
          <X aria-hidden="true" size={16} />
        </Button>
      )}
    </SearchField>
  );
}
