import { ExternalLink, MapPinOff } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useMutation } from "urql";

import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Check } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Loading } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useLanguage, useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { Source } from "../edit/source";
import { Text } from "../edit/text";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageRemoveLocationDocument } from "./place.generated";

const WorldMap = lazy(async () => ({ default: (await import("./world-map")).WorldMap }));

/** Where it was taken, on a map that asks nobody, and a way to forget it. */
export function Place(): React.JSX.Element {
  const say = useWords(words);
  const { image } = useEditing();
  const { latitude = null, longitude = null } = image.metadata ?? {};
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("place.position")}</h2>
        {latitude === null || longitude === null ? (
          <p className={styles["soft"]}>{say("place.none")}</p>
        ) : (
          <Position latitude={latitude} longitude={longitude} />
        )}
      </Card>
      <Card>
        <h2>{say("place.names")}</h2>
        <div className={styles["two"]}>
          <Text name="sublocation" />
          <Text name="city" />
          <Text name="state" />
          <Text name="country" />
          <Text name="countryCode" hint={say("countryCode.hint")} />
        </div>
      </Card>
      <Forget />
    </div>
  );
}

interface At {
  readonly latitude: number;
  readonly longitude: number;
}

function Position({ latitude, longitude }: At): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const { image } = useEditing();
  const spoken = useCoordinates({ latitude, longitude });
  const { altitude, gpsAccuracy, gpsDirection } = image.metadata ?? {};
  const at = `${latitude.toFixed(6)}/${longitude.toFixed(6)}`;
  const query = `mlat=${latitude.toFixed(6)}&mlon=${longitude.toFixed(6)}`;
  return (
    <>
      <Suspense fallback={<Loading />}>
        <WorldMap latitude={latitude} longitude={longitude} label={say("place.map", { at: spoken })} />
      </Suspense>
      <div className={styles["row"]}>
        <strong>{spoken}</strong>
        <Source of="latitude" bare />
        {typeof altitude === "number" && (
          <span className={styles["small"]}>
            {say("place.altitude", { metres: number(Math.round(altitude)) })}
          </span>
        )}
        {typeof gpsAccuracy === "number" && (
          <span className={styles["small"]}>
            {say("place.accuracy", { metres: number(Math.round(gpsAccuracy)) })}
          </span>
        )}
        {typeof gpsDirection === "number" && (
          <span className={styles["small"]}>
            {say("place.direction", { degrees: number(Math.round(gpsDirection)) })}
          </span>
        )}
      </div>
      <a
        href={`https://www.openstreetmap.org/?${query}#map=15/${at}`}
        target="_blank"
        rel="noreferrer"
        className={styles["row"]}
      >
        {say("place.osm")}
        <ExternalLink aria-hidden="true" size={14} />
      </a>
    </>
  );
}

/** 38.7223° N, 9.1393° W */
function useCoordinates({ latitude, longitude }: At): string {
  const say = useWords(words);
  const language = useLanguage();
  const degrees = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
  const down = say(latitude < 0 ? "place.south" : "place.north", {
    degrees: degrees.format(Math.abs(latitude)),
  });
  const across = say(longitude < 0 ? "place.west" : "place.east", {
    degrees: degrees.format(Math.abs(longitude)),
  });
  return `${down}, ${across}`;
}

function Forget(): React.JSX.Element | null {
  const say = useWords(words);
  const act = useAct();
  const { image, mayEdit } = useEditing();
  const mayOriginal = useMay("SEE_PRIVATE_METADATA");
  const [open, setOpen] = useState(false);
  const [original, setOriginal] = useState(false);
  const [{ fetching }, remove] = useMutation(ImageRemoveLocationDocument);
  if (!mayEdit) return null;

  async function forget(): Promise<void> {
    const done = await act(
      remove({ id: image.id, original }),
      (told) => told.removeLocation.userErrors,
      say(original ? "forget.begun" : "forget.done"),
    );
    if (done) setOpen(false);
  }

  return (
    <Card>
      <h2>{say("forget")}</h2>
      <p className={styles["small"]}>{say("forget.text")}</p>
      <div>
        <Button onPress={() => setOpen(true)}>
          <MapPinOff aria-hidden="true" size={16} />
          {say("forget.do")}
        </Button>
      </div>
      <Dialog title={say("forget.title")} isOpen={open} onClose={() => setOpen(false)}>
        <p>{say("forget.record")}</p>
        {mayOriginal && (
          <>
            <Check isSelected={original} onChange={setOriginal}>
              {say("forget.original")}
            </Check>
            <p className={styles["small"]}>{say("forget.original.text")}</p>
          </>
        )}
        <DialogButtons>
          <Button onPress={() => setOpen(false)}>{say("cancel")}</Button>
          <Button kind="danger" isDisabled={fetching} onPress={() => void forget()}>
            {say("forget.do")}
          </Button>
        </DialogButtons>
      </Dialog>
    </Card>
  );
}
