import { useState } from "react";
import { useMutation, useQuery } from "urql";

import { usePages } from "../../../client/pages";
import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Chip } from "../../../ui/chip";
import { useConfirm } from "../../../ui/confirm";
import { Loading, Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { useFieldName } from "../edit/names";
import { useWhenChanged } from "../live";
import { usePerson } from "../review/review-card";
import styles from "../whole.module.css";
import { words } from "../words";
import {
  ImageAuditDocument,
  ImageHistoryDocument,
  type ImageHistoryQuery,
  ImageRawDocument,
  ImageRevertDocument,
} from "./history.generated";

/** What was changed, by whom, and the way back. */
export function History(): React.JSX.Element {
  const say = useWords(words);
  const mayAudit = useMay("READ_AUDIT");
  const mayRaw = useMay("SEE_RAW_METADATA");
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("history")}</h2>
        <Revisions />
      </Card>
      {mayAudit && (
        <Card>
          <h2>{say("audit")}</h2>
          <Audit />
        </Card>
      )}
      {mayRaw && (
        <Card>
          <h2>{say("raw")}</h2>
          <Raw />
        </Card>
      )}
    </div>
  );
}

type Revision = ImageHistoryQuery["metadataHistory"]["nodes"][number];

function Revisions(): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const confirm = useConfirm();
  const { image, mayEdit } = useEditing();
  const [{ fetching }, revert] = useMutation(ImageRevertDocument);
  const { rows, loading, hasMore, error, more, reload } = usePages({
    query: ImageHistoryDocument,
    variables: (paging) => ({ id: image.id, ...paging }),
    connection: (data) => data.metadataHistory,
    first: 20,
  });
  useWhenChanged(image.updatedAt, reload);

  async function goBack(revision: Revision): Promise<void> {
    const question = {
      title: say("revert.title"),
      text: say("revert.text"),
      action: say("revert"),
    };
    if (!(await confirm(question))) return;
    const input = { id: image.id, revisionId: revision.id, expectedVersion: image.version };
    const done = await act(
      revert({ input }),
      (told) => told.revertMetadata.userErrors,
      say("revert.done"),
    );
    if (done) reload();
  }

  return (
    <>
      {error && <Problem error={error} onRetry={reload} />}
      {loading && rows.length === 0 && <Loading />}
      {!loading && !error && rows.length === 0 && (
        <p className={styles["soft"]}>{say("history.none")}</p>
      )}
      <ul className={styles["list"]}>
        {rows.map((one) => (
          <li key={one.id} className={styles["item"]}>
            <One revision={one} />
            {mayEdit && (
              <div>
                <Button small isDisabled={fetching} onPress={() => void goBack(one)}>
                  {say("revert")}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <div>
          <Button onPress={more} isDisabled={loading}>
            {say("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function One({ revision }: { readonly revision: Revision }): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const who = usePerson();
  const called = useFieldName();
  const told = useTold();
  return (
    <>
      <div className={styles["row"]}>
        <Chip>{say(`revision.${revision.kind}`)}</Chip>
        <span className={styles["small"]}>
          {say("review.by", { who: who(revision.byUserId), at: dateTime(revision.at) })}
        </span>
      </div>
      {revision.changes.map(({ field, before, after }) => (
        <p key={field} className={styles["wrap"]}>
          <strong>{called(field)}</strong>{" "}
          <del className={styles["soft"]}>{told(before)}</del> → <ins>{told(after)}</ins>
        </p>
      ))}
    </>
  );
}

/** A value of the history, whatever its shape, as short as may be. */
function useTold(): (value: unknown) => string {
  const say = useWords(words);
  const told = (value: unknown): string => {
    if (value === null || value === undefined) return say("history.asFile");
    if (typeof value === "boolean") return say(value ? "yes" : "no");
    if (typeof value === "string" || typeof value === "number") return String(value);
    if (Array.isArray(value)) return value.map(told).join(", ");
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${told(one)}`)
      .join("; ");
  };
  return told;
}

function Audit(): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const { image } = useEditing();
  const who = usePerson();
  const { rows, loading, hasMore, error, more, reload } = usePages({
    query: ImageAuditDocument,
    variables: (paging) => ({ id: image.id, ...paging }),
    connection: (data) => data.audit,
    first: 20,
  });
  useWhenChanged(image.updatedAt, reload);
  return (
    <>
      {error && <Problem error={error} onRetry={reload} />}
      {loading && rows.length === 0 && <Loading />}
      <ul className={styles["list"]}>
        {rows.map(({ id, at, action, actor, before, after }) => (
          <li key={id} className={styles["item"]}>
            <div className={styles["row"]}>
              <code>{action}</code>
              <span className={styles["small"]}>
                {say("review.by", {
                  who: actor.rule ?? (actor.apiKeyId ? say("apiKey") : who(actor.userId)),
                  at: dateTime(at),
                })}
              </span>
            </div>
            <details>
              <summary>{say("audit.what")}</summary>
              <pre className={styles["pre"]} tabIndex={0}>
                {JSON.stringify({ before, after }, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
      {hasMore && (
        <div>
          <Button onPress={more} isDisabled={loading}>
            {say("more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Every tag of the file, read only when asked for. */
function Raw(): React.JSX.Element {
  const say = useWords(words);
  const { image } = useEditing();
  const [open, setOpen] = useState(false);
  const [{ data, error }] = useQuery({
    query: ImageRawDocument,
    variables: { id: image.id },
    pause: !open,
  });
  const raw = data?.image?.rawMetadata;
  if (!open) {
    return (
      <div>
        <Button onPress={() => setOpen(true)}>{say("raw.show")}</Button>
      </div>
    );
  }
  if (error) return <Problem error={error} />;
  if (!data) return <Loading />;
  if (raw === null || raw === undefined) return <p className={styles["soft"]}>{say("raw.none")}</p>;
  return (
    <pre className={styles["pre"]} tabIndex={0} role="region" aria-label={say("raw")}>
      {JSON.stringify(raw, null, 2)}
    </pre>
  );
}
