import { Search as SearchIcon, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";

import { Button } from "../../ui/button";
import { useWords } from "../../words/words";
import styles from "./library.module.css";
import { words } from "./words";

const PAUSE = 300;

/** Words to be found; they count when one has stopped to write, or by Enter at once. */
export function Search({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): React.JSX.Element {
  const say = useWords(words);
  const [written, setWritten] = useState(value);
  const told = useRef(value);
  const timer = useRef(0);
  // The address has changed by another way, such as the back button.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setWritten(value);
  }, [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  function tell(text: string): void {
    window.clearTimeout(timer.current);
    const wanted = text.trim();
    if (wanted === told.current) return;
    told.current = wanted;
    onChange(wanted);
  }

  return (
    <SearchField
      aria-label={say("search")}
      value={written}
      maxLength={200}
      onChange={(text) => {
        setWritten(text);
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(() => tell(text), PAUSE);
      }}
      onSubmit={tell}
      onClear={() => tell("")}
      className={styles["search"] ?? ""}
    >
      <SearchIcon size={18} aria-hidden="true" className={styles["glass"]} />
      <Input placeholder={say("search.hint")} className={styles["searchInput"] ?? ""} />
      <span className={styles["searchClear"]}>
        <Button kind="quiet" small square aria-label={say("search.clear")}>
          <X size={16} aria-hidden="true" />
        </Button>
      </span>
    </SearchField>
  );
}
