import { useState } from "react";
import { useMutation } from "urql";

import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Field } from "../../../ui/field";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { Switch } from "../edit/switch";
import { Text } from "../edit/text";
import type { ImageWholeFragment } from "../image.generated";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageValidityDocument } from "./review.generated";

/** Whose the picture is, what may be done with it, and from when until when. */
export function Rights(): React.JSX.Element {
  const say = useWords(words);
  const { image } = useEditing();
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("rights")}</h2>
        <Text name="credit" hint={say("credit.hint")} />
        <Text name="copyrightNotice" />
        <Text name="usageTerms" lines={2} />
        <Text name="licenseUrl" />
        <Text name="source" />
        <Switch name="copyrighted" />
      </Card>
      <Card>
        <h2>{say("validity")}</h2>
        <Validity key={`${image.validFrom} ${image.validUntil}`} image={image} />
      </Card>
    </div>
  );
}

function Validity({ image }: { readonly image: ImageWholeFragment }): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const may = useMay("REVIEW_IMAGES");
  const [{ fetching }, set] = useMutation(ImageValidityDocument);
  const [from, setFrom] = useState(local(image.validFrom));
  const [until, setUntil] = useState(local(image.validUntil));
  const decision = { id: image.id, expectedVersion: image.version };

  return (
    <form
      className={styles["part"]}
      onSubmit={(event) => {
        event.preventDefault();
        void act(
          set({ decision, from: iso(from), until: iso(until) }),
          (told) => told.setImageValidity.userErrors,
          say("validity.done"),
        );
      }}
    >
      <p className={styles["small"]}>{say("validity.text")}</p>
      <div className={styles["two"]}>
        <Field
          label={say("validity.from")}
          type="datetime-local"
          value={from}
          onChange={setFrom}
          isReadOnly={!may}
        />
        <Field
          label={say("validity.until")}
          type="datetime-local"
          value={until}
          onChange={setUntil}
          isReadOnly={!may}
        />
      </div>
      {may && (
        <div>
          <Button
            type="submit"
            isDisabled={
              fetching || (from === local(image.validFrom) && until === local(image.validUntil))
            }
          >
            {say("validity.set")}
          </Button>
        </div>
      )}
    </form>
  );
}

/** As the browser's own field for times has it, on the reader's clock. */
function local(time: string | null): string {
  if (time === null) return "";
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function iso(time: string): string | null {
  return time === "" ? null : new Date(time).toISOString();
}
