import mark from "../../mark.svg";
import styles from "./brand.module.css";

/** Our mark and name. */
export function Brand(): React.JSX.Element {
  return (
    <span className={styles["brand"]}>
      <img src={mark} alt="" width={28} height={28} />
      Ecogram
    </span>
  );
}
