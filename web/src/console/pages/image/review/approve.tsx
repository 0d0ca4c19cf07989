import { useState } from "react";
import { useClient } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { useRefusalText } from "../../../client/refusals";
import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { useProblemText } from "../../../ui/problem";
import { notify } from "../../../ui/toasts";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { isKey } from "../edit/names";
import type { ImageWholeFragment } from "../image.generated";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageApproveDocument } from "./review.generated";

/** What an administrator may pass, with a reason. */
const PASSABLE = ["CHANNEL_RULES_UNMET", "FOUR_EYES", "INCOMPLETE", "REQUIRED_FIELDS_MISSING"];

interface Props {
  readonly image: ImageWholeFragment;
  readonly onDone: () => void;
}

/** Approves; what the picture lacks is told, and who may do so approves nevertheless. */
export function Approve({ image, onDone }: Props): React.JSX.Element {
  const say = useWords(words);
  const client = useClient();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [lacks, setLacks] = useState<readonly RefusalFragment[]>([]);

  async function approve(reason: string | null): Promise<void> {
    setBusy(true);
    const decision = { id: image.id, expectedVersion: image.version };
    const variables = { decision, override: reason !== null, reason };
    const { data, error } = await client.mutation(ImageApproveDocument, variables).toPromise();
    setBusy(false);
    if (error) return notify(problemText(error), "bad");
    const refused = data?.approveImages.userErrors ?? [];
    setLacks(refused);
    if (refused.length > 0) return;
    notify(say("approve.done"));
    onDone();
  }

  return (
    <>
      <Button kind="primary" isDisabled={busy} onPress={() => void approve(null)}>
        {say("approve")}
      </Button>
      {lacks.length > 0 && (
        <Lacking
          lacks={lacks}
          busy={busy}
          onClose={() => setLacks([])}
          onPass={(reason) => void approve(reason)}
        />
      )}
    </>
  );
}

interface LackingProps {
  readonly lacks: readonly RefusalFragment[];
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onPass: (reason: string) => void;
}

function Lacking({ lacks, busy, onClose, onPass }: LackingProps): React.JSX.Element {
  const say = useWords(words);
  const refusalText = useRefusalText();
  const missing = useMissing();
  const mayPass = useMay("OVERRIDE_APPROVAL") && lacks.every(({ code }) => PASSABLE.includes(code));
  const [reason, setReason] = useState("");
  return (
    <Dialog title={say("approve.lacks")} isOpen onClose={onClose}>
      <ul className={styles["list"]}>
        {lacks.map((one) => (
          <li key={one.code} className={styles["item"]}>
            {refusalText(one)}
            <span className={styles["small"]}>{missing(one)}</span>
          </li>
        ))}
      </ul>
      {mayPass && (
        <Field label={say("approve.reason")} lines={2} value={reason} onChange={setReason} />
      )}
      <DialogButtons>
        <Button onPress={onClose}>{say("cancel")}</Button>
        {mayPass && (
          <Button
            kind="primary"
            isDisabled={busy || reason.trim() === ""}
            onPress={() => onPass(reason.trim())}
          >
            {say("approve.pass")}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** What exactly is missing, where the refusal names it. */
function useMissing(): (refusal: RefusalFragment) => string {
  const say = useWords(words);
  const { list } = useFormats();
  return ({ params }) => {
    const named = params.filter(({ name }) => ["missing", "fields"].includes(name));
    const parts = named.flatMap(({ value }) => value.split(/,\s*/));
    return list(
      parts.map((part) => {
        const key = `missing.${part}`;
        return isKey(key) ? say(key) : part;
      }),
    );
  };
}
