import { useQuery } from "urql";

import { Chip } from "../../../ui/chip";
import { Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { isKey } from "../edit/names";
import { useWhenChanged } from "../live";
import styles from "../whole.module.css";
import { words } from "../words";
import { TONES } from "./quality";
import {
  ImageReadinessDocument,
  type ImageQualityQuery,
  type ImageReadinessQuery,
} from "./quality.generated";

type Asked = ImageQualityQuery["channels"][number];
type Readiness = NonNullable<NonNullable<ImageReadinessQuery["image"]>["channelReadiness"]>;
type Answer = Readiness["rules"][number];

interface Props {
  readonly imageId: string;
  /** Changes when the answer may. */
  readonly mark: string;
  readonly channel: Asked;
}

/** Whether one channel would take the picture, and what is in the way. */
export function Channel({ imageId, mark, channel }: Props): React.JSX.Element {
  const say = useWords(words);
  const [{ data, error }, read] = useQuery({
    query: ImageReadinessDocument,
    variables: { id: imageId, channel: channel.id },
  });
  const again = (): void => read({ requestPolicy: "network-only" });
  useWhenChanged(mark, again);
  if (error) return <Problem error={error} onRetry={again} />;
  const found = data?.image?.channelReadiness;
  const open = found?.rules.filter(({ state }) => ["FAIL", "WARN", "NOT_MEASURED"].includes(state));
  return (
    <>
      <div className={styles["between"]}>
        <h3>{channel.name}</h3>
        {found && <Chip tone={TONES[found.state]}>{say(`ready.${found.state}`)}</Chip>}
      </div>
      {channel.neededForApproval && <p className={styles["small"]}>{say("channel.needed")}</p>}
      {data && !found && <p className={styles["soft"]}>{say("quality.none")}</p>}
      {open?.map((answer) => (
        <Unmet key={answer.id} answer={answer} channel={channel} />
      ))}
    </>
  );
}

function Unmet({
  answer,
  channel,
}: {
  readonly answer: Answer;
  readonly channel: Asked;
}): React.JSX.Element {
  const say = useWords(words);
  const asks = useAsked();
  const rule = channel.rules.find(({ id }) => id === answer.id);
  const name = `measure.${rule?.measure}`;
  const advice = `advice.${rule?.measure}`;
  const { date } = useFormats();
  return (
    <div className={styles["part"]}>
      <p className={styles["row"]}>
        <Chip tone={TONES[answer.state]}>{say(`check.${answer.state}`)}</Chip>
        {rule && isKey(name) ? (
          <span>
            <strong>{say(name)}</strong>
            {": "}
            {answer.value ?? say("notMeasured")}
            {answer.number !== null && answer.unit !== null && ` ${answer.unit}`}
            {" · "}
            {asks(rule) ?? answer.threshold}
          </span>
        ) : (
          <span>{answer.message}</span>
        )}
      </p>
      <p className={styles["small"]}>
        {isKey(advice) ? say(advice) : answer.advice}{" "}
        {answer.source.startsWith("https://") ? (
          <a href={answer.source} target="_blank" rel="noreferrer">
            {say("channel.source", { date: date(`${answer.checkedOn}T12:00`) })}
          </a>
        ) : (
          answer.source
        )}
      </p>
    </div>
  );
}

/** What a rule asks for, in the reader's language; null where only the server can say it. */
function useAsked(): (rule: Asked["rules"][number]) => string | null {
  const say = useWords(words);
  const { bytes, list, number } = useFormats();
  return ({ minimum, maximum, anyOf, unit, measure }) => {
    const value = (bare: number): string =>
      measure === "bytes" || measure === "original_bytes"
        ? bytes(bare)
        : `${number(bare)}${unit === null ? "" : ` ${unit}`}`;
    if (anyOf.length > 0) return say("asked.anyOf", { list: list(anyOf) });
    if (minimum !== null && maximum !== null) {
      return say("asked.between", { least: value(minimum), most: value(maximum) });
    }
    if (minimum !== null) return say("asked.least", { least: value(minimum) });
    if (maximum !== null) return say("asked.most", { most: value(maximum) });
    return null;
  };
}
