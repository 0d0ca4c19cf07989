import { Link } from "@tanstack/react-router";
import { FileImage, Pause, Play, RotateCw, X } from "lucide-react";
import { memo } from "react";

import { Button } from "../../../ui/button";
import { Chip, type Tone } from "../../../ui/chip";
import { useConfirm } from "../../../ui/confirm";
import { Progress } from "../../../ui/progress";
import { Thumbnail } from "../../../ui/thumbnail";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { type Item, type ItemState, OPEN } from "../travel/item";
import type { Uploads } from "../travel/uploads";
import { words } from "../words";
import { Preview } from "./preview";
import styles from "./row.module.css";
import { useTroubleText } from "./troubles";

interface Props {
  readonly item: Item;
  readonly uploads: Uploads;
}

const TONES: Readonly<Record<ItemState, Tone>> = {
  CHOSEN: "neutral",
  WAITING: "neutral",
  SENDING: "info",
  PAUSED: "warn",
  ARRIVING: "info",
  PROCESSING: "info",
  READY: "good",
  THERE: "good",
  REFUSED: "bad",
  FAILED: "bad",
  LOST: "warn",
};
const STAGES = ["QUEUED", "CHECKED", "METADATA", "RENDITIONS"] as const;
const BARS: ReadonlySet<ItemState> = new Set(["SENDING", "PAUSED"]);

/** A file: what it is, how far it is or why it is not, and what can be done about it. */
export const Row = memo(function Row({ item, uploads }: Props): React.JSX.Element {
  const { bytes } = useFormats();
  const why = useTroubleText()(item);
  const { name, path, size, state, sent } = item;
  return (
    <div className={styles["row"]}>
      <Picture item={item} file={uploads.fileOf(item.id)} />
      <div className={styles["what"]}>
        <Name item={item} />
        <span className={styles["more"]}>
          {path !== name && `${path.slice(0, -name.length)} · `}
          {bytes(size)}
        </span>
        {why !== null && <span className={styles["why"]}>{why}</span>}
      </div>
      <div className={styles["how"]}>
        {BARS.has(state) && <Bar name={name} share={size === 0 ? 1 : sent / size} />}
        <State item={item} />
      </div>
      <Acts item={item} uploads={uploads} />
    </div>
  );
});

function Picture({
  item,
  file,
}: {
  readonly item: Item;
  readonly file: Blob | undefined;
}): React.JSX.Element {
  const { image } = item;
  const thumb = image?.renditions.find(({ preset }) => preset === "THUMB")?.url ?? null;
  return (
    <span className={styles["picture"]}>
      {thumb !== null ? (
        <Thumbnail src={thumb} alt="" thumbHash={image?.thumbHash ?? null} cover />
      ) : (
        <>
          <FileImage aria-hidden="true" size={20} />
          {file !== undefined && <Preview file={file} />}
        </>
      )}
    </span>
  );
}

function Name({ item }: { readonly item: Item }): React.JSX.Element {
  const say = useWords(words);
  const { name, state } = item;
  const target = state === "READY" ? item.imageId : item.twin;
  if (target === null) return <span className={styles["name"]}>{name}</span>;
  return (
    <Link
      to="/images/$imageId"
      params={{ imageId: target }}
      aria-label={say("row.open", { name })}
      className={styles["name"]}
    >
      {name}
    </Link>
  );
}

function Bar({ name, share }: { readonly name: string; readonly share: number }): React.JSX.Element {
  const say = useWords(words);
  return <Progress hideLabel label={say("row.progress", { name })} share={share} />;
}

function State({ item }: { readonly item: Item }): React.JSX.Element {
  const say = useWords(words);
  const { state, checked, twin } = item;
  const stage = STAGES.find((one) => one === item.stage);
  if (state === "CHOSEN" && !checked) return <Chip>{say("state.CHECKING")}</Chip>;
  if (state === "CHOSEN" && twin !== null) return <Chip tone="warn">{say("state.TWIN")}</Chip>;
  if (state === "PROCESSING" && stage) return <Chip tone="info">{say(`stage.${stage}`)}</Chip>;
  return <Chip tone={TONES[state]}>{say(`state.${state}`)}</Chip>;
}

function Acts({ item, uploads }: Props): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const { id, name, state } = item;

  async function remove(): Promise<void> {
    const title = say("remove.title");
    const asks = OPEN.has(state) && state !== "PROCESSING" && state !== "LOST";
    const question = { title, text: say("remove.text"), action: say("remove.action"), danger: true };
    if (!asks || (await confirm(question))) uploads.remove([id]);
  }

  return (
    <div className={styles["acts"]}>
      {(state === "SENDING" || state === "WAITING") && (
        <Button kind="quiet" small square aria-label={say("row.pause", { name })} onPress={() => uploads.pause([id])}>
          <Pause aria-hidden="true" size={16} />
        </Button>
      )}
      {state === "PAUSED" && (
        <Button kind="quiet" small square aria-label={say("row.go", { name })} onPress={() => uploads.resume([id])}>
          <Play aria-hidden="true" size={16} />
        </Button>
      )}
      {state === "FAILED" && (
        <Button kind="quiet" small square aria-label={say("row.retry", { name })} onPress={() => uploads.resume([id])}>
          <RotateCw aria-hidden="true" size={16} />
        </Button>
      )}
      <Button kind="quiet" small square aria-label={say("row.remove", { name })} onPress={() => void remove()}>
        <X aria-hidden="true" size={16} />
      </Button>
    </div>
  );
}
