import { Thumbnail } from "../thumbnail";
import { thumbOf } from "../pictures/picture";
import type { PictureFragment } from "../pictures/picture.generated";
import styles from "./tiles.module.css";

/** Groups, collections or products beside each other, each by its pictures. */
export function Tiles({
  label,
  children,
}: {
  readonly label: string;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return (
    <ul aria-label={label} className={styles["tiles"]}>
      {children}
    </ul>
  );
}

interface Props {
  /** The first four show. */
  readonly covers: readonly PictureFragment[];
  /** The link to its page; all of the tile leads there. */
  readonly children: React.ReactNode;
  readonly about: React.ReactNode;
}

export function Tile({ covers, children, about }: Props): React.JSX.Element {
  const shown = covers.slice(0, covers.length < 4 ? 1 : 4);
  return (
    <li className={styles["tile"]}>
      <span className={styles["covers"]} data-many={shown.length > 1}>
        {shown.map((picture) => (
          <Thumbnail key={picture.id} src={thumbOf(picture)} alt="" thumbHash={picture.thumbHash} cover />
        ))}
        {shown.length === 0 && <Thumbnail src={null} alt="" thumbHash={null} />}
      </span>
      <span className={styles["text"]}>
        <span className={styles["name"]}>{children}</span>
        <span className={styles["about"]}>{about}</span>
      </span>
    </li>
  );
}

/** What stands above a list: a search, choices, how many there are. */
export function Bar({ children }: { readonly children: React.ReactNode }): React.JSX.Element {
  return <div className={styles["bar"]}>{children}</div>;
}
