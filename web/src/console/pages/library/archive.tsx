import { useEffect, useState } from "react";
import { useMutation, useQuery } from "urql";

import type { RefusalFragment } from "../../client/refusal.generated";
import { useRefusalText } from "../../client/refusals";
import type { DownloadMetadata } from "../../generated/schema";
import { useMay } from "../../session/account";
import { Button, FileLink } from "../../ui/button";
import { Dialog, DialogButtons } from "../../ui/dialog";
import { placeOf, useBulkPictures } from "../../ui/pictures/bulk";
import type { BulkPictureFragment } from "../../ui/pictures/bulk.generated";
import { nameOf } from "../../ui/pictures/picture";
import { Loading, Problem } from "../../ui/problem";
import { Progress } from "../../ui/progress";
import { Select } from "../../ui/select";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import type { ActProps } from "./acts";
import { LibraryArchiveDocument, LibraryPrepareArchiveDocument } from "./bulk.generated";
import styles from "./library.module.css";
import { words } from "./words";

/** One archive takes so many. */
const MOST = 250;
const PAUSE = 1000;
const KINDS = ["MERGED", "ORIGINAL", "NONE"] as const satisfies readonly DownloadMetadata[];

/** All that are chosen as one ZIP: which metadata, how far it is, and the link. */
export function Archive({ ids, onClose }: ActProps): React.JSX.Element {
  const say = useWords(words);
  const mayHaveMore = useMay("REVIEW_IMAGES");
  const { pictures, error } = useBulkPictures(ids);
  const [kind, setKind] = useState<DownloadMetadata | null>(null);
  const [archive, setArchive] = useState<string | null>(null);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const [{ fetching, error: failed }, prepare] = useMutation(LibraryPrepareArchiveDocument);
  const ready = (pictures ?? []).filter(({ state }) => state === "READY");
  const left = (pictures?.length ?? 0) - ready.length;
  const metadata = kind ?? (mayHaveMore ? "MERGED" : "NONE");

  async function begin(): Promise<void> {
    const { data } = await prepare({ input: { ids: ready.map(({ id }) => id), metadata } });
    if (!data) return;
    setRefusals(data.prepareArchive.userErrors);
    setArchive(data.prepareArchive.archive?.id ?? null);
  }

  return (
    <Dialog title={say("archive.title")} isOpen onClose={onClose}>
      {archive === null && (
        <>
          <Select<DownloadMetadata>
            label={say("archive.metadata")}
            options={(mayHaveMore ? KINDS : KINDS.slice(2)).map((value) => ({
              value,
              label: say(`archive.${value}`),
            }))}
            value={metadata}
            onChange={setKind}
          />
          {error && <Problem error={error} />}
          {pictures === null && !error && <Loading />}
          {pictures !== null && (
            <p className={styles["hint"]}>
              {say("archive.count", { count: ready.length })} {left > 0 && say("archive.left", { count: left })}{" "}
              {ready.length > MOST && say("archive.most", { most: MOST })}
            </p>
          )}
        </>
      )}
      {failed && <Problem error={failed} />}
      <Refused refusals={refusals} pictures={ready} />
      {archive === null ? (
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button
            kind="primary"
            isDisabled={fetching || ready.length === 0 || ready.length > MOST}
            onPress={() => void begin()}
          >
            {say("archive.action", { count: ready.length })}
          </Button>
        </DialogButtons>
      ) : (
        <Packing id={archive} pictures={ready} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Refused({
  refusals,
  pictures,
}: {
  readonly refusals: readonly RefusalFragment[];
  readonly pictures: readonly BulkPictureFragment[];
}): React.JSX.Element | null {
  const text = useRefusalText();
  if (refusals.length === 0) return null;
  return (
    <ul role="alert" className={styles["refused"]}>
      {refusals.map((refusal) => {
        const picture = pictures[placeOf(refusal)];
        return (
          <li key={`${refusal.code} ${refusal.path.join(".")}`}>
            {picture && <strong>{nameOf(picture)}: </strong>}
            {text(refusal)}
          </li>
        );
      })}
    </ul>
  );
}

/** There is no subscription of archives: it is asked for again and again. */
function Packing({
  id,
  pictures,
  onClose,
}: {
  readonly id: string;
  readonly pictures: readonly BulkPictureFragment[];
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const format = useFormats();
  const [{ data, error }, ask] = useQuery({
    query: LibraryArchiveDocument,
    variables: { id },
    requestPolicy: "network-only",
  });
  const archive = data?.downloadArchive;
  const isOver = archive?.state === "READY" || archive?.state === "FAILED";
  useEffect(() => {
    if (isOver) return undefined;
    const timer = window.setInterval(() => ask({ requestPolicy: "network-only" }), PAUSE);
    return () => window.clearInterval(timer);
  }, [ask, isOver]);

  return (
    <>
      {error && <Problem error={error} />}
      {archive?.state === "FAILED" && <p role="alert">{say("archive.failed")}</p>}
      {!isOver && <Progress label={say("archive.packing")} share={archive?.job?.progress ?? 0} />}
      {archive && archive.problems.length > 0 && (
        <ul className={styles["refused"]}>
          {archive.problems.map(({ imageId, code, message }) => {
            const picture = pictures.find((one) => one.id === imageId);
            return (
              <li key={`${imageId} ${code}`}>
                {picture && <strong>{nameOf(picture)}: </strong>}
                {message}
              </li>
            );
          })}
        </ul>
      )}
      {archive?.state === "READY" && (
        <p role="status">
          {say("archive.ready", { count: archive.files ?? 0, until: format.dateTime(archive.expiresAt) })}
        </p>
      )}
      <DialogButtons>
        <Button onPress={onClose}>{say("close")}</Button>
        {archive?.state === "READY" && archive.url !== null && (
          <FileLink kind="primary" href={archive.url} download={archive.fileName}>
            {say("archive.save", { size: format.bytes(archive.bytes ?? 0) })}
          </FileLink>
        )}
      </DialogButtons>
    </>
  );
}
