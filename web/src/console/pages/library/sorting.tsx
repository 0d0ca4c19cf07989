import { useWords } from "../../words/words";
import { SORTS, type Sort } from "./filter";
import styles from "./library.module.css";
import { words } from "./words";

interface Props {
  readonly sort: Sort;
  readonly onChange: (sort: Sort) => void;
}

/** In which order: the browser's own list, since this one is part of the first load. */
export function Sorting({ sort, onChange }: Props): React.JSX.Element {
  const say = useWords(words);
  return (
    <select
      aria-label={say("sort")}
      className={styles["select"]}
      value={sort}
      onChange={({ target }) => {
        const chosen = SORTS.find((one) => one === target.value);
        if (chosen) onChange(chosen);
      }}
    >
      {SORTS.map((one) => (
        <option key={one} value={one}>
          {say(`sort.${one}`)}
        </option>
      ))}
    </select>
  );
}
