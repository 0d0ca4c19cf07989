import { useState } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { useClient, useMutation, useQuery } from "urql";

import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Chip } from "../../../ui/chip";
import { useConfirm } from "../../../ui/confirm";
import { Loading, Problem } from "../../../ui/problem";
import { Progress } from "../../../ui/progress";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { useWhenChanged } from "../live";
import { usePerson } from "../review/review-card";
import styles from "../whole.module.css";
import { words } from "../words";
import {
  ImageReplaceFileDocument,
  ImageRestoreVersionDocument,
  ImageVersionsDocument,
} from "./files.generated";
import { watchedFetch } from "./sending";

/** The file that the picture has, those that it had, and another one for it. */
export function Versions(): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const confirm = useConfirm();
  const { bytes, dateTime } = useFormats();
  const { image } = useEditing();
  const may = useMay("IMPORT_IMAGES");
  const who = usePerson();
  const [{ data, error }, read] = useQuery({
    query: ImageVersionsDocument,
    variables: { id: image.id },
  });
  const [{ fetching }, restore] = useMutation(ImageRestoreVersionDocument);
  const again = (): void => read({ requestPolicy: "network-only" });
  useWhenChanged(image.updatedAt, again);
  const settled = image.state === "READY" || image.state === "FAILED";

  async function bringBack(version: number): Promise<void> {
    const question = {
      title: say("version.restore.title", { number: version }),
      text: say("replace.text"),
      action: say("version.restore"),
    };
    if (!(await confirm(question))) return;
    await act(
      restore({ input: { id: image.id, version, expectedVersion: image.version } }),
      (told) => told.restoreImageVersion.userErrors,
      say("version.restored"),
    );
  }

  if (error) return <Problem error={error} onRetry={again} />;
  if (!data) return <Loading />;
  return (
    <>
      <ul className={styles["list"]}>
        {data.image?.fileVersions.map((one) => (
          <li key={one.number} className={styles["item"]}>
            <div className={styles["between"]}>
              <span className={styles["row"]}>
                <strong>{say("version", { number: one.number })}</strong>
                {one.current && <Chip tone="good">{say("version.current")}</Chip>}
              </span>
              {may && settled && !one.current && (
                <Button small isDisabled={fetching} onPress={() => void bringBack(one.number)}>
                  {say("version.restore")}
                </Button>
              )}
            </div>
            <p className={`${styles["small"]} ${styles["wrap"]}`}>
              {one.fileName} · {one.contentType} · {bytes(one.bytes)}
            </p>
            <p className={styles["small"]}>
              {say("review.by", { who: who(one.createdByUserId), at: dateTime(one.createdAt) })}
            </p>
          </li>
        ))}
      </ul>
      {may && settled && <Replace />}
    </>
  );
}

function Replace(): React.JSX.Element {
  const say = useWords(words);
  const client = useClient();
  const act = useAct();
  const confirm = useConfirm();
  const { image } = useEditing();
  const [share, setShare] = useState<number | null>(null);

  async function replace(file: File): Promise<void> {
    const question = {
      title: say("replace.title", { name: file.name }),
      text: say("replace.text"),
      action: say("replace"),
    };
    if (!(await confirm(question))) return;
    setShare(0);
    const input = { id: image.id, expectedVersion: image.version, file };
    const context = { fetch: watchedFetch(setShare) };
    await act(
      client.mutation(ImageReplaceFileDocument, { input }, context).toPromise(),
      (told) => told.replaceImageFile.userErrors,
      say("replace.done"),
    );
    setShare(null);
  }

  return (
    <>
      <div>
        <FileTrigger
          acceptedFileTypes={["image/*"]}
          onSelect={(files) => {
            const file = files?.[0];
            if (file) void replace(file);
          }}
        >
          <Button isDisabled={share !== null}>{say("replace.choose")}</Button>
        </FileTrigger>
      </div>
      {share !== null && <Progress label={say("replace.sending")} share={share} />}
    </>
  );
}
