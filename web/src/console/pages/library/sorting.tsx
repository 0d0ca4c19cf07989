import { useWords } from "../../words/words";
import { SEARCH_SORTS, type Sort, SORTS } from "./filter";
import styles from "./library.module.css";
import { words } from "./words";

interface Props {
  readonly sort: Sort;
  /** Whether there are words that pictures can match more or less. */
  readonly isSearch: boolean;
  readonly onChange: (sort: Sort) => void;
}

/** In which order: the browser's own list, since this one is part of the first load. */
export function Sorting({ sort, isSearch, onChange }: Props): React.JSX.Element {
  const say = useWords(words);
  const sorts = isSearch ? SEARCH_SORTS : SORTS;
  return (
    <select
      aria-label={say("sort")}
      className={styles["select"]}
      value={sorts.find((one) => one === sort) ?? SORTS[0]}
      onChange={({ target }) => {
        const chosen = sorts.find((one) => one === target.value);
        if (chosen) onChange(chosen);
      }}
    >
      {sorts.map((one) => (
        <option key={one} value={one}>
          {say(`sort.${one}`)}
        </option>
      ))}
    </select>
  );
}
