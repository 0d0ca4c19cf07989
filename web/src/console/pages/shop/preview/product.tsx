import { Card } from "../../../ui/card";
import { Chip, type Tone } from "../../../ui/chip";
import type { ReadinessState } from "../../../generated/schema";
import { Thumbnail } from "../../../ui/thumbnail";
import { useWords } from "../../../words/words";
import type { CatalogPreviewQuery } from "./preview.generated";
import styles from "./preview.module.css";
import { words } from "./words";

type Shown = CatalogPreviewQuery["products"]["nodes"][number];
type Picture = Shown["images"][number];

const TONES: Readonly<Record<ReadinessState, Tone>> = {
  PASS: "good",
  WARN: "warn",
  FAIL: "bad",
  NOT_MEASURED: "neutral",
  NOT_APPLICABLE: "neutral",
};

/** A product with its published pictures, in their order. */
export function Product({ product }: { readonly product: Shown }): React.JSX.Element {
  const say = useWords(words);
  return (
    <Card>
      <h3>
        {product.name ?? product.code}{" "}
        {product.name !== null && <code className={styles["soft"]}>{product.code}</code>}
      </h3>
      {product.images.length === 0 && <p>{say("noPictures")}</p>}
      <ul className={styles["pictures"]}>
        {product.images.map((picture) => (
          <li key={picture.id} className={styles["picture"]}>
            <Shot picture={picture} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Shot({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const say = useWords(words);
  return (
    <>
      <div className={styles["frame"]}>
        <Thumbnail
          src={smallest(picture)}
          alt={picture.altText ?? ""}
          thumbHash={picture.thumbHash}
        />
      </div>
      <p>
        <strong>
          {picture.position}. {say(`role.${picture.role}`)}
        </strong>
      </p>
      <p className={styles["soft"]}>{picture.title}</p>
      <Alt picture={picture} />
      <p className={styles["soft"]}>
        {picture.width} × {picture.height}
      </p>
      <div className={styles["chips"]}>
        {picture.readiness.map(({ channel, state }) => (
          <Chip key={channel} tone={TONES[state]}>
            {channel}: {say(`ready.${state}`)}
          </Chip>
        ))}
      </div>
    </>
  );
}

function Alt({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const say = useWords(words);
  if (picture.decorative) return <p>{say("decorative")}</p>;
  if (picture.altTexts.length === 0) {
    return <p>{picture.altText ?? <Chip tone="warn">{say("noAlt")}</Chip>}</p>;
  }
  return (
    <>
      {picture.altTexts.map(({ locale, text }) => (
        <p key={locale} lang={locale}>
          <code>{locale}</code> {text}
        </p>
      ))}
    </>
  );
}

/** The least of the public files that fills the frame. */
function smallest({ renditions }: Picture): string | null {
  const byWidth = [...renditions].sort((one, other) => one.width - other.width);
  return (byWidth.find(({ width }) => width >= 480) ?? byWidth.at(-1))?.url ?? null;
}
