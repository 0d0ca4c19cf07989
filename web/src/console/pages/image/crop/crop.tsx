import { useState } from "react";
import { useMutation, useQuery } from "urql";

import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Chip } from "../../../ui/chip";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageFocalPointDocument, ImagePresetsDocument } from "./crop.generated";
import crop from "./crop.module.css";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Frame {
  readonly name: string;
  /** Width to height. */
  readonly ratio: number;
}

/** What is asked of us most often, where no preset of the house crops. */
const USUAL: readonly Frame[] = [
  { name: "1:1", ratio: 1 },
  { name: "4:5", ratio: 4 / 5 },
  { name: "16:9", ratio: 16 / 9 },
  { name: "3:1", ratio: 3 },
];

/** The point that stays in view where the picture is cropped: by click, fingers and keys. */
export function Crop(): React.JSX.Element {
  const { image } = useEditing();
  const { focalPoint } = image;
  const key = focalPoint ? `${focalPoint.x} ${focalPoint.y}` : "none";
  return <Pointing key={key} now={focalPoint ?? { x: 0.5, y: 0.5 }} />;
}

function Pointing({ now }: { readonly now: Point }): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const { image, mayEdit } = useEditing();
  const [point, setPoint] = useState<Point>(now);
  const [{ fetching }, set] = useMutation(ImageFocalPointDocument);
  const frames = useFrames();
  const picture = image.renditions.find(({ width }) => width >= 800) ?? image.renditions[0];
  const moved = point.x !== now.x || point.y !== now.y;
  if (!picture) return <p className={styles["soft"]}>{say("crop.notYet")}</p>;

  async function tell(to: Point | null): Promise<void> {
    const { id, version } = image;
    const input = { id, expectedVersion: version, x: to?.x ?? null, y: to?.y ?? null };
    await act(set({ input }), (told) => told.setFocalPoint.userErrors, say("crop.done"));
  }

  return (
    <div className={styles["stack"]}>
      <Card>
        <div className={styles["between"]}>
          <h2>{say("crop.title")}</h2>
          {image.focalPoint?.suggested && <Chip>{say("crop.suggested")}</Chip>}
        </div>
        <p className={styles["small"]}>{say("crop.text")}</p>
        <Target src={picture.url} point={point} onPoint={mayEdit ? setPoint : null} />
        <div className={styles["two"]}>
          <Slider label={say("crop.x")} value={point.x} isDisabled={!mayEdit} onChange={(x) => setPoint({ ...point, x })} />
          <Slider label={say("crop.y")} value={point.y} isDisabled={!mayEdit} onChange={(y) => setPoint({ ...point, y })} />
        </div>
        {mayEdit && (
          <div className={styles["row"]}>
            <Button kind="primary" isDisabled={!moved || fetching} onPress={() => void tell(point)}>
              {say("crop.set")}
            </Button>
            <Button isDisabled={!moved} onPress={() => setPoint(now)}>
              {say("edit.discard")}
            </Button>
            {image.focalPoint?.suggested === false && (
              <Button kind="quiet" isDisabled={fetching} onPress={() => void tell(null)}>
                {say("crop.clear")}
              </Button>
            )}
          </div>
        )}
      </Card>
      <Card>
        <h2>{say("crop.previews")}</h2>
        <ul className={crop["previews"]}>
          {frames.map((frame) => (
            <li key={frame.name}>
              <figure className={crop["preview"]}>
                <img
                  src={picture.url}
                  alt=""
                  className={crop["cropped"]}
                  style={{
                    aspectRatio: String(frame.ratio),
                    objectPosition: positionOf(point, picture.width / picture.height, frame.ratio),
                  }}
                />
                <figcaption>{frame.name}</figcaption>
              </figure>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

interface TargetProps {
  readonly src: string;
  readonly point: Point;
  readonly onPoint: ((point: Point) => void) | null;
}

/** The whole picture with a mark on it; the sliders do the same for the keyboard. */
function Target({ src, point, onPoint }: TargetProps): React.JSX.Element {
  function pointed(event: React.PointerEvent<HTMLElement>): void {
    const size = event.currentTarget.getBoundingClientRect();
    const x = rounded((event.clientX - size.left) / size.width);
    const y = rounded((event.clientY - size.top) / size.height);
    onPoint?.({ x, y });
  }

  return (
    <div className={crop["target"]} data-fixed={onPoint === null}>
      <div
        className={crop["area"]}
        onPointerDown={pointed}
        onPointerMove={(event) => event.buttons === 1 && pointed(event)}
      >
        <img src={src} alt="" draggable={false} />
        <span
          className={crop["mark"]}
          style={{ left: `${point.x * 100}%`, top: `${point.y * 100}%` }}
        />
      </div>
    </div>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
}

function Slider({ label, value, isDisabled, onChange }: SliderProps): React.JSX.Element {
  const { percent } = useFormats();
  return (
    <label className={crop["slider"]}>
      <span>
        {label}: {percent(value)}
      </span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={value}
        disabled={isDisabled}
        aria-valuetext={percent(value)}
        onChange={(event) => onChange(rounded(event.currentTarget.valueAsNumber))}
      />
    </label>
  );
}

/** The house's presets that crop, else some usual frames. */
function useFrames(): readonly Frame[] {
  const [{ data }] = useQuery({ query: ImagePresetsDocument });
  const own = (data?.presets ?? [])
    .filter(({ fit }) => fit === "COVER")
    .map(({ name, width, height }) => ({ name, ratio: width / height }));
  return own.length > 0 ? own : USUAL;
}

function rounded(share: number): number {
  return Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 1000;
}

/** Puts the point into the middle of the frame, as far as the picture reaches. */
function positionOf(point: Point, picture: number, frame: number): string {
  const across = frame < picture ? share(point.x, frame / picture) : 50;
  const down = frame > picture ? share(point.y, picture / frame) : 50;
  return `${across}% ${down}%`;
}

function share(at: number, seen: number): number {
  return Math.min(Math.max((at - seen / 2) / (1 - seen), 0), 1) * 100;
}
