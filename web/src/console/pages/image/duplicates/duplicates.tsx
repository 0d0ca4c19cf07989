import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";

import { Card } from "../../../ui/card";
import { Chip, StateChip } from "../../../ui/chip";
import { Loading, Problem } from "../../../ui/problem";
import { Select } from "../../../ui/select";
import { Thumbnail } from "../../../ui/thumbnail";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageDuplicatesDocument, type ImageLikenessFragment } from "./duplicates.generated";
import pair from "./duplicates.module.css";

const DISTANCES = ["4", "6", "10", "14"] as const;
type Distance = (typeof DISTANCES)[number];

/** Pictures like this one, each beside it. */
export function Duplicates(): React.JSX.Element {
  const say = useWords(words);
  const { image } = useEditing();
  const [distance, setDistance] = useState<Distance>("6");
  const [{ data, error }, read] = useQuery({
    query: ImageDuplicatesDocument,
    variables: { id: image.id, distance: Number(distance) },
  });
  const found = data?.image?.duplicates;
  const known = new Set([...(found?.exact ?? []), ...(found?.samePicture ?? [])].map(({ id }) => id));
  const similar = found?.similar.filter((one) => !known.has(one.image.id)) ?? [];
  const same = found?.samePicture.filter(({ id }) => !found.exact.some((one) => one.id === id)) ?? [];
  return (
    <Card>
      <h2>{say("part.duplicates")}</h2>
      <Select
        label={say("duplicates.distance")}
        value={distance}
        onChange={setDistance}
        options={DISTANCES.map((value) => ({
          value,
          label: say("duplicates.within", { count: Number(value) }),
        }))}
      />
      {error && <Problem error={error} onRetry={() => read({ requestPolicy: "network-only" })} />}
      {!found && !error && <Loading />}
      {found && known.size + similar.length === 0 && (
        <p className={styles["soft"]}>{say("duplicates.none")}</p>
      )}
      <ul className={styles["list"]}>
        {found?.exact.map((one) => (
          <Pair key={one.id} other={one} how={say("duplicates.exact")} />
        ))}
        {same.map((one) => (
          <Pair key={one.id} other={one} how={say("duplicates.same")} />
        ))}
        {similar.map((one) => (
          <Pair
            key={one.image.id}
            other={one.image}
            how={say("duplicates.similar", { count: one.distance })}
          />
        ))}
      </ul>
    </Card>
  );
}

function Pair({
  other,
  how,
}: {
  readonly other: ImageLikenessFragment;
  readonly how: string;
}): React.JSX.Element {
  const say = useWords(words);
  const { image } = useEditing();
  return (
    <li className={styles["item"]}>
      <div>
        <Chip tone="info">{how}</Chip>
      </div>
      <div className={pair["pair"]}>
        <Side image={image} title={say("duplicates.this")} />
        <Side
          image={other}
          title={
            <Link to="/images/$imageId" params={{ imageId: other.id }}>
              {other.title ?? other.fileName}
            </Link>
          }
        />
      </div>
    </li>
  );
}

function Side({
  image,
  title,
}: {
  readonly image: ImageLikenessFragment;
  readonly title: React.ReactNode;
}): React.JSX.Element {
  const say = useWords(words);
  const { bytes, date, number } = useFormats();
  const { width, height, productCode } = image;
  const src = image.renditions.toSorted((one, next) => one.width - next.width)[0]?.url ?? null;
  return (
    <div className={pair["side"]}>
      <div className={pair["frame"]}>
        <Thumbnail src={src} alt="" thumbHash={image.thumbHash} />
      </div>
      <span className={styles["wrap"]}>{title}</span>
      <span className={styles["small"]}>
        {width !== null && height !== null && (
          <>{say("size", { width: number(width), height: number(height) })} · </>
        )}
        {bytes(image.bytes)} · {date(image.createdAt)}
        {productCode !== null && <> · {productCode}</>}
      </span>
      <div>
        <StateChip state={image.review.state} />
      </div>
    </div>
  );
}
