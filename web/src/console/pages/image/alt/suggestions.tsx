import { Sparkles } from "lucide-react";
import { useState } from "react";
import { useClient, useQuery } from "urql";

import { useRefusalText } from "../../../client/refusals";
import type { AnalysisKind } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Loading, Problem, useProblemText } from "../../../ui/problem";
import { Select } from "../../../ui/select";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import { isKey, useLanguageName } from "../edit/names";
import { type Stage, useWhenChanged } from "../live";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageAnalyzeDocument, ImageSuggestionsDocument } from "./alt.generated";
import { Suggestion } from "./suggestion";

const KINDS = ["ALT_TEXT", "DESCRIPTION", "KEYWORDS"] as const;

interface Props {
  readonly stage: Stage | null;
  readonly locales: readonly string[];
}

/** What a model suggests to say; nothing of it counts before a person accepts it. */
export function Suggestions({ stage, locales }: Props): React.JSX.Element {
  const say = useWords(words);
  const { image, mayEdit } = useEditing();
  const [{ data, error, fetching }, read] = useQuery({
    query: ImageSuggestionsDocument,
    variables: { id: image.id },
  });
  const again = (): void => read({ requestPolicy: "network-only" });
  const asked = stage?.kind === "ANALYSE" ? `${stage.jobId} ${stage.stage}` : "";
  useWhenChanged(`${image.updatedAt} ${asked}`, again);
  const found = data?.image?.suggestions ?? [];
  const open = found.filter(({ state }) => state === "OPEN");
  return (
    <Card>
      <h2>{say("ai")}</h2>
      <p className={styles["small"]}>{say("ai.text")}</p>
      {mayEdit && <Ask locales={locales} />}
      <div role="status">{stage?.kind === "ANALYSE" && <Asked stage={stage} />}</div>
      {error && <Problem error={error} onRetry={again} />}
      {fetching && !data && <Loading />}
      {data && open.length === 0 && <p className={styles["soft"]}>{say("ai.none")}</p>}
      <ul className={styles["list"]}>
        {open.map((one) => (
          <li key={one.id} className={styles["item"]}>
            <Suggestion suggestion={one} />
          </li>
        ))}
      </ul>
      {found.length > open.length && (
        <p className={styles["small"]}>
          {say("ai.decided", {
            accepted: found.filter(({ state }) => state === "ACCEPTED").length,
            dropped: found.filter(({ state }) => state === "DROPPED").length,
          })}
        </p>
      )}
    </Card>
  );
}

function Asked({ stage }: { readonly stage: Stage }): React.JSX.Element {
  const say = useWords(words);
  const refusalText = useRefusalText();
  const key = `ai.${stage.stage}`;
  return (
    <p className={styles["small"]}>
      {isKey(key) ? say(key) : stage.stage} {stage.problem && refusalText(stage.problem)}
    </p>
  );
}

function Ask({ locales }: Pick<Props, "locales">): React.JSX.Element {
  const say = useWords(words);
  const client = useClient();
  const { image } = useEditing();
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const language = useLanguageName();
  const [kind, setKind] = useState<AnalysisKind>("ALT_TEXT");
  const [locale, setLocale] = useState(locales[0] ?? "en");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  async function ask(): Promise<void> {
    setBusy(true);
    const input = { ids: [image.id], kind, locale };
    const { data, error } = await client.mutation(ImageAnalyzeDocument, { input }).toPromise();
    setBusy(false);
    const [first] = data?.analyzeImages.userErrors ?? [];
    setRefused(error ? problemText(error) : first ? refusalText(first) : null);
    if (!error && !first) notify(say("ai.asked"));
  }

  return (
    <>
      <div className={styles["two"]}>
        <Select
          label={say("ai.what")}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: say(`ai.${value}`) }))}
        />
        <Select
          label={say("ai.language")}
          value={locale}
          onChange={setLocale}
          options={locales.map((value) => ({ value, label: language(value) }))}
        />
      </div>
      <div>
        <Button isDisabled={busy || image.state !== "READY"} onPress={() => void ask()}>
          <Sparkles aria-hidden="true" size={16} />
          {say("ai.ask")}
        </Button>
      </div>
      {refused !== null && (
        <p role="alert" className={`${styles["note"]} ${styles["bad"]}`}>
          {refused}
        </p>
      )}
    </>
  );
}
