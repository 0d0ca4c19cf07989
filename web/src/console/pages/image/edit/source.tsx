import { Chip, type Tone } from "../../../ui/chip";
import type { MetadataOrigin } from "../../../generated/schema";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { useEditing } from "./editing";
import styles from "./edit.module.css";

const TONES: Readonly<Record<MetadataOrigin, Tone>> = {
  AI: "warn",
  EDITED: "info",
  EXIF: "neutral",
  FILE: "neutral",
  IPTC: "neutral",
  PNG: "neutral",
  XMP: "neutral",
};

/** Where a field's value came from; nothing while there is none. */
export function Source({
  of,
  within = of,
  bare = false,
}: {
  readonly of: string;
  /** What it is edited as, where that is more than this field. */
  readonly within?: string;
  readonly bare?: boolean;
}): React.JSX.Element | null {
  const say = useWords(words);
  const { image, isChanged } = useEditing();
  const found = image.metadata?.sources.find(({ field }) => field === of)?.origin;
  const chip = isChanged(within) ? (
    <Chip tone="warn">{say("origin.changed")}</Chip>
  ) : found === undefined ? null : (
    <OriginChip origin={found} />
  );
  if (chip === null || bare) return chip;
  return <span className={styles["source"]}>{chip}</span>;
}

export function OriginChip({ origin }: { readonly origin: MetadataOrigin }): React.JSX.Element {
  const say = useWords(words);
  return <Chip tone={TONES[origin]}>{say(`origin.${origin}`)}</Chip>;
}
