import { useQuery } from "urql";

import type { QualityRule } from "../../../generated/schema";
import { Card } from "../../../ui/card";
import { Chip, type Tone } from "../../../ui/chip";
import { Loading, Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import { useWhenChanged } from "../live";
import styles from "../whole.module.css";
import { words } from "../words";
import { Channel } from "./channel";
import { ImageQualityDocument, type ImageQualityQuery } from "./quality.generated";

type Report = NonNullable<NonNullable<ImageQualityQuery["image"]>["quality"]>;
type Check = Report["checks"][number];

export const TONES = {
  PASS: "good",
  WARN: "warn",
  FAIL: "bad",
  NOT_APPLICABLE: "neutral",
  NOT_MEASURED: "neutral",
} as const satisfies Record<string, Tone>;

/** Whether the picture is fit to sell, and which channels would take it. */
export function Quality(): React.JSX.Element {
  const say = useWords(words);
  const { image } = useEditing();
  const [{ data, error }, read] = useQuery({
    query: ImageQualityDocument,
    variables: { id: image.id },
  });
  const again = (): void => read({ requestPolicy: "network-only" });
  useWhenChanged(image.updatedAt, again);
  if (error) return <Problem error={error} onRetry={again} />;
  if (!data) return <Loading />;
  const quality = data.image?.quality;
  return (
    <div className={styles["stack"]}>
      <Card>
        {quality ? (
          <Judged quality={quality} />
        ) : (
          <>
            <h2>{say("part.quality")}</h2>
            <p className={styles["soft"]}>{say("quality.none")}</p>
          </>
        )}
      </Card>
      <Card>
        <h2>{say("channels")}</h2>
        <ul className={styles["list"]}>
          {data.channels.map((channel) => (
            <li key={channel.id} className={styles["item"]}>
              <Channel imageId={image.id} mark={image.updatedAt} channel={channel} />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Judged({ quality }: { readonly quality: Report }): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const missed = quality.checks.filter(({ state }) => state === "FAIL" || state === "WARN");
  const met = quality.checks.filter(({ state }) => state === "PASS");
  return (
    <>
      <div className={styles["between"]}>
        <h2>{say("part.quality")}</h2>
        <Chip tone={quality.score >= 90 ? "good" : quality.score >= 60 ? "warn" : "bad"}>
          {say("quality.score", { score: number(quality.score) })}
        </Chip>
      </div>
      {missed.length === 0 && <p>{say("quality.fine")}</p>}
      <ul className={styles["list"]}>
        {missed.map((check) => (
          <li key={check.rule} className={styles["item"]}>
            <Missed check={check} />
          </li>
        ))}
      </ul>
      {met.length > 0 && (
        <details>
          <summary>{say("quality.met", { count: met.length })}</summary>
          <ul className={styles["list"]}>
            {met.map((check) => (
              <li key={check.rule} className={styles["between"]}>
                {say(`quality.${check.rule}`)}
                <Value check={check} of={check.value} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Missed({ check }: { readonly check: Check }): React.JSX.Element {
  const say = useWords(words);
  return (
    <>
      <div className={styles["row"]}>
        <Chip tone={TONES[check.state]}>{say(`check.${check.state}`)}</Chip>
        <strong>{say(`quality.${check.rule}`)}</strong>
        <span className={styles["small"]}>
          <Value check={check} of={check.value} />
          {check.threshold !== null && (
            <>
              {" · "}
              {say("quality.threshold")} <Value check={check} of={check.threshold} />
            </>
          )}
        </span>
      </div>
      <p>{say(`quality.help.${check.rule}`)}</p>
    </>
  );
}

/** Rules whose values are neither shares nor bare numbers. */
const PIXELS: readonly QualityRule[] = ["RESOLUTION"];
const NUMBERS: readonly QualityRule[] = ["ASPECT_RATIO", "JPEG_QUALITY", "NOISE"];

function Value({
  check,
  of,
}: {
  readonly check: Check;
  readonly of: number | null;
}): React.JSX.Element | null {
  const { number, percent } = useFormats();
  const say = useWords(words);
  if (of === null) return null;
  if (check.rule === "COLOR_PROFILE") return <span>{say(of >= 1 ? "yes" : "no")}</span>;
  if (PIXELS.includes(check.rule)) return <span>{number(of)} px</span>;
  if (NUMBERS.includes(check.rule)) return <span>{number(Math.round(of * 10) / 10)}</span>;
  return <span>{percent(of)}</span>;
}
