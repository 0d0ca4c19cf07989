import { Download } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { useMutation, useQuery } from "urql";

import { useRefusalText } from "../../../client/refusals";
import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Loading, Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { useWhenChanged } from "../live";
import styles from "../whole.module.css";
import { words } from "../words";
import {
  type ImageDownloadStateFragment,
  ImageDownloadsDocument,
  ImagePrepareDownloadDocument,
} from "./files.generated";
import link from "./files.module.css";

/** How often is asked while a file is made; there is no subscription for it. */
const MILLISECONDS = 1000;

/** The file with what people wrote, as it came, or with nothing but its pixels. */
export function Downloads(): React.JSX.Element {
  const { image } = useEditing();
  const isPrivate = useMay("SEE_PRIVATE_METADATA");
  const [{ data, error }, read] = useQuery({
    query: ImageDownloadsDocument,
    variables: { id: image.id, private: isPrivate },
  });
  const again = (): void => read({ requestPolicy: "network-only" });
  useWhenChanged(image.updatedAt, again);
  const { merged, original, none } = data?.image ?? {};
  const all = [merged, original, none].filter((one) => one !== undefined);
  useWhile(all.some(({ state }) => state === "PREPARING"), again);
  if (error) return <Problem error={error} onRetry={again} />;
  if (!data) return <Loading />;
  return (
    <ul className={styles["list"]}>
      {all.map((one) => (
        <li key={one.metadata} className={styles["item"]}>
          <One download={one} onAsked={again} />
        </li>
      ))}
    </ul>
  );
}

/** Calls back again and again while something is so. */
function useWhile(isSo: boolean, callBack: () => void): void {
  const act = useEffectEvent(callBack);
  useEffect(() => {
    if (!isSo) return undefined;
    const timer = setInterval(() => act(), MILLISECONDS);
    return () => clearInterval(timer);
  }, [isSo]);
}

interface Props {
  readonly download: ImageDownloadStateFragment;
  readonly onAsked: () => void;
}

function One({ download, onAsked }: Props): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const refusalText = useRefusalText();
  const { bytes, dateTime } = useFormats();
  const { image } = useEditing();
  const [{ fetching }, prepare] = useMutation(ImagePrepareDownloadDocument);
  const { metadata, state, url, sidecarUrl, fileName, job } = download;

  async function ask(): Promise<void> {
    const done = await act(
      prepare({ id: image.id, metadata }),
      (told) => told.prepareDownloads.userErrors,
    );
    if (done) onAsked();
  }

  return (
    <>
      <div className={styles["between"]}>
        <strong>{say(`download.${metadata}`)}</strong>
        {url !== null ? (
          <a href={url} download={fileName} className={link["download"]}>
            <Download aria-hidden="true" size={16} />
            {download.bytes === null
              ? say("download.take")
              : say("download.takeOf", { size: bytes(download.bytes) })}
          </a>
        ) : (
          <Button
            small
            isDisabled={fetching || state === "PREPARING" || image.state !== "READY"}
            onPress={() => void ask()}
          >
            {say(state === "PREPARING" ? "download.preparing" : "download.prepare")}
          </Button>
        )}
      </div>
      <p className={styles["small"]}>{say(`download.${metadata}.text`)}</p>
      {sidecarUrl !== null && (
        <p className={styles["small"]}>
          {say("download.sidecar")}{" "}
          <a href={sidecarUrl} download={`${fileName.replace(/\.[^.]*$/, "")}.xmp`}>
            {say("download.sidecar.take")}
          </a>
        </p>
      )}
      {download.expiresAt !== null && (
        <p className={styles["small"]}>{say("download.until", { at: dateTime(download.expiresAt) })}</p>
      )}
      {state === "FAILED" && job?.problem && (
        <p role="alert" className={`${styles["note"]} ${styles["bad"]}`}>
          {refusalText(job.problem)}
        </p>
      )}
    </>
  );
}
