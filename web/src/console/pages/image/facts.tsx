import { useFormats } from "../../words/formats";
import { useLanguage, useWords } from "../../words/words";
import { useEditing } from "./edit/editing";
import { useFieldName } from "./edit/names";
import { Source } from "./edit/source";
import type { ImageTellsFragment, ImageWholeFragment } from "./image.generated";
import { clock } from "./taken/taken";
import styles from "./whole.module.css";
import { words } from "./words";

type Fact = readonly [name: string, text: string | null | undefined];

/** What the file and its camera say, with where each of it stands. */
export function Facts(): React.JSX.Element {
  const { image } = useEditing();
  const called = useFieldName();
  const facts = [...useFile(image), ...useTold(image.metadata)];
  return (
    <dl className={styles["facts"]}>
      {facts
        .filter(([, text]) => text !== null && text !== undefined && text !== "")
        .map(([name, text]) => (
          <div key={name}>
            <dt>{called(name)}</dt>
            <dd>{text}</dd>
            <dd>
              <Source of={name} bare />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function useFile(image: ImageWholeFragment): Fact[] {
  const { bytes, dateTime } = useFormats();
  const say = useWords(words);
  return [
    ["fileName", image.fileName],
    ["contentType", image.contentType],
    ["bytes", bytes(image.bytes)],
    ["importedAt", dateTime(image.imported.importedAt)],
    ["importSource", say(`import.${image.imported.source}`)],
    ["updatedAt", dateTime(image.updatedAt)],
  ];
}

function useTold(told: ImageTellsFragment | null): Fact[] {
  const say = useWords(words);
  const { number } = useFormats();
  const language = useLanguage();
  if (told === null) return [];
  const yes = (value: boolean | null): string | null =>
    value === null ? null : say(value ? "yes" : "no");
  const count = (value: number | null): string | null => (value === null ? null : number(value));
  const local = (time: string | null, offset: string | null = null): string | null =>
    time === null ? null : `${clock(language, time)}${offset === null ? "" : ` (${offset})`}`;
  const { storedWidth, storedHeight } = told;
  return [
    ["capturedAt", local(told.capturedAtLocal, told.capturedAtOffset)],
    ["digitizedAt", local(told.digitizedAtLocal)],
    ["modifiedAt", local(told.modifiedAtLocal)],
    ["cameraMake", told.cameraMake],
    ["cameraModel", told.cameraModel],
    ["lensMake", told.lensMake],
    ["lensModel", told.lensModel],
    ["exposureTime", told.exposureTime === null ? null : exposure(told.exposureTime, number)],
    ["fNumber", told.fNumber === null ? null : `f/${number(told.fNumber)}`],
    ["focalLength", millimetres(told.focalLength, number)],
    ["focalLength35mm", millimetres(told.focalLength35mm, number)],
    ["iso", count(told.iso)],
    ["flashFired", yes(told.flashFired)],
    ["exposureBias", told.exposureBias === null ? null : `${number(told.exposureBias)} EV`],
    ["software", told.software],
    ["rating", count(told.rating)],
    ["digitalSourceType", told.digitalSourceType],
    ["colorProfile", told.colorProfile],
    ["colorSpace", told.colorSpace],
    ["colorModel", told.colorModel],
    ["bitsPerSample", count(told.bitsPerSample)],
    ["hasAlpha", yes(told.hasAlpha)],
    ["frames", told.frames === 1 ? null : count(told.frames)],
    [
      "storedWidth",
      storedWidth === null || storedHeight === null
        ? null
        : say("size", { width: number(storedWidth), height: number(storedHeight) }),
    ],
  ];
}

function exposure(seconds: number, number: (value: number) => string): string {
  if (seconds >= 0.3 || seconds <= 0) return `${number(seconds)} s`;
  return `1/${number(Math.round(1 / seconds))} s`;
}

function millimetres(value: number | null, number: (value: number) => string): string | null {
  return value === null ? null : `${number(value)} mm`;
}
