import { Link } from "@tanstack/react-router";
import { CircleCheck, TriangleAlert } from "lucide-react";

import { Few } from "../../ui/few";
import { nameOf } from "../../ui/pictures/picture";
import { useWords } from "../../words/words";
import styles from "./product.module.css";
import type { ProductPictureFragment } from "./products.generated";
import { isPublished, lacksAltText } from "./why";
import { words } from "./words";

interface Props {
  readonly pictures: readonly ProductPictureFragment[];
  /** Whether these are all: else there may be more gaps. */
  readonly isWhole: boolean;
}

/** What a shop would miss in the product's pictures. */
export function Gaps({ pictures, isWhole }: Props): React.JSX.Element {
  const say = useWords(words);
  const main = pictures.find(({ productRole }) => productRole === "MAIN");
  const silent = pictures.filter(lacksAltText);
  const gaps = [
    !main && isWhole && say("gap.main.text"),
    main && !isPublished(main) && say("gap.main.unpublished"),
    !pictures.some(isPublished) && say("gap.nothing"),
  ].filter((one) => typeof one === "string");
  if (gaps.length === 0 && silent.length === 0) {
    return (
      <p className={styles["whole"]}>
        <CircleCheck aria-hidden="true" size={18} />
        {say("gap.none")}
      </p>
    );
  }
  return (
    <section aria-label={say("gaps")} className={styles["gaps"]}>
      <TriangleAlert aria-hidden="true" size={18} />
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>{gap}</li>
        ))}
        {silent.length > 0 && (
          <li>
            {say("gap.alt", { count: silent.length })}
            <Few label={say("gap.alt.files")} items={silent} keyOf={({ id }) => id}>
              {(picture) => (
                <Link
                  to="/images/$imageId"
                  params={{ imageId: picture.id }}
                  search={{ part: "alt" }}
                  className={styles["silent"]}
                  title={nameOf(picture)}
                >
                  {nameOf(picture)}
                </Link>
              )}
            </Few>
          </li>
        )}
      </ul>
    </section>
  );
}
