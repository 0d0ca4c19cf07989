import { ExternalLink } from "lucide-react";
import { lazy, Suspense } from "react";

import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Loading } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useLanguage, useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import { Source } from "../edit/source";
import styles from "../whole.module.css";
import { words } from "../words";
import { asPosition, type At, placed, positionValue } from "./position";
import { PositionFields } from "./position-fields";

const WorldMap = lazy(async () => ({ default: (await import("./world-map")).WorldMap }));

/** Where it was taken: on the map and in numbers, to be corrected in both. */
export function Position(): React.JSX.Element {
  const say = useWords(words);
  const spoken = useCoordinates();
  const { value, set, mayEdit, busy } = useEditing();
  const position = asPosition(value("location"));
  const at = placed(position);

  function pick({ latitude, longitude }: At): void {
    // The height that was told is that of another place.
    const picked = { latitude: String(latitude), longitude: String(longitude), altitude: "" };
    set("location", positionValue(picked));
  }

  return (
    <Card>
      <div className={styles["between"]}>
        <h2>{say("place.position")}</h2>
        <Source of="latitude" within="location" bare />
      </div>
      {at === null && <p className={styles["soft"]}>{say("place.none")}</p>}
      {(at !== null || mayEdit) && (
        <Suspense fallback={<Loading />}>
          <WorldMap
            at={at}
            label={at === null ? say("place.noMark") : say("place.map", { at: spoken(at) })}
            {...(mayEdit && !busy && { onPick: pick })}
          />
        </Suspense>
      )}
      {at !== null && <Told at={at} />}
      {mayEdit && <p className={styles["small"]}>{say("place.pick")}</p>}
      {mayEdit && <PositionFields />}
      {mayEdit && value("location") !== null && (
        <div>
          <Button small isDisabled={busy} onPress={() => set("location", null)}>
            {say("place.clear")}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** The position in words, what the file measured with it, and a way to a real map. */
function Told({ at }: { readonly at: At }): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const { image, isChanged, mayEdit } = useEditing();
  const spoken = useCoordinates();
  // What was measured with the old position says nothing of another.
  const measured = isChanged("location") ? null : image.metadata;
  const { altitude, gpsAccuracy, gpsDirection } = measured ?? {};
  const round = (value: number): string => number(Math.round(value));
  return (
    <div className={styles["row"]}>
      <strong>{spoken(at)}</strong>
      {typeof altitude === "number" && !mayEdit && (
        <span className={styles["small"]}>{say("place.altitude", { metres: round(altitude) })}</span>
      )}
      {typeof gpsAccuracy === "number" && (
        <span className={styles["small"]}>{say("place.accuracy", { metres: round(gpsAccuracy) })}</span>
      )}
      {typeof gpsDirection === "number" && (
        <span className={styles["small"]}>{say("place.direction", { degrees: round(gpsDirection) })}</span>
      )}
      <a href={elsewhere(at)} target="_blank" rel="noreferrer" className={styles["row"]}>
        {say("place.osm")}
        <ExternalLink aria-hidden="true" size={14} />
      </a>
    </div>
  );
}

function elsewhere({ latitude, longitude }: At): string {
  const at = `${latitude.toFixed(6)}/${longitude.toFixed(6)}`;
  const query = `mlat=${latitude.toFixed(6)}&mlon=${longitude.toFixed(6)}`;
  return `https://www.openstreetmap.org/?${query}#map=15/${at}`;
}

/** 38.7223° N, 9.1393° W */
function useCoordinates(): (at: At) => string {
  const say = useWords(words);
  const language = useLanguage();
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
  const degrees = (value: number): { degrees: string } => ({ degrees: format.format(Math.abs(value)) });
  return ({ latitude, longitude }) => {
    const down = say(latitude < 0 ? "place.south" : "place.north", degrees(latitude));
    const across = say(longitude < 0 ? "place.west" : "place.east", degrees(longitude));
    return `${down}, ${across}`;
  };
}
