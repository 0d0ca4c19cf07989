import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";

import { useWords } from "../../words/words";
import type { Facts } from "./facts";
import styles from "./facts.module.css";
import type { People } from "./names";
import { ReviewReadinessDocument, ReviewRulesDocument } from "./review.generated";
import { type Rule, ruling } from "./ruling";
import { words } from "./words";

/** What the automatic rules of this house would do with a picture. */
export function Rules({
  facts,
  people,
}: {
  readonly facts: Facts;
  readonly people: People;
}): React.JSX.Element | null {
  const say = useWords(words);
  const [{ data }] = useQuery({ query: ReviewRulesDocument, requestPolicy: "cache-first" });
  const rules = data?.reviewRules.rules ?? [];
  const ready = useReady(facts.id, channelsOf(rules));
  if (rules.length === 0 || ready === null) return null;
  const rule = ruling(rules, {
    score: facts.quality?.score ?? null,
    failed: facts.quality?.checks.filter(({ state }) => state === "FAIL").map(({ rule: name }) => name) ?? [],
    ready,
    importerId: facts.imported.importerId,
    hasProduct: facts.productCode !== null,
    shorterSide: facts.width === null || facts.height === null ? null : Math.min(facts.width, facts.height),
    hasTwin: facts.duplicates.exact.length + facts.duplicates.samePicture.length > 0,
  });
  return (
    <div className={styles["part"]}>
      <h3 className={styles["heading"]}>{say("rules")}</h3>
      <p className={rule ? "" : styles["soft"]}>{rule ? told(rule) : say("rules.none")}</p>
    </div>
  );

  function told({ name, action, reason, reviewerId }: Rule): string {
    return say(`rules.${action}`, {
      rule: name,
      reason: reason === null ? "" : say(`reason.${reason}`),
      who: people.nameOf(reviewerId) ?? say("taken.somebody"),
    });
  }
}

function channelsOf(rules: readonly Rule[]): readonly string[] {
  return [...new Set(rules.flatMap(({ when }) => [...when.readyFor, ...when.unreadyFor]))];
}

/** Which of some channels take a picture; null until all have answered. */
function useReady(id: string, channels: readonly string[]): ReadonlySet<string> | null {
  const client = useClient();
  const key = channels.join();
  const [read, setRead] = useState<{ readonly of: string; readonly ready: ReadonlySet<string> }>();
  useEffect(() => {
    let isOver = false;
    const asked = key === "" ? [] : key.split(",");
    const answers = asked.map(async (channel) => {
      const { data } = await client
        .query(ReviewReadinessDocument, { id, channel }, { requestPolicy: "cache-first" })
        .toPromise();
      const state = data?.image?.channelReadiness?.state;
      return state === "PASS" || state === "WARN" ? [channel] : [];
    });
    void Promise.all(answers).then((ready) => {
      if (!isOver) setRead({ of: `${id} ${key}`, ready: new Set(ready.flat()) });
    });
    return () => {
      isOver = true;
    };
  }, [client, id, key]);
  return read?.of === `${id} ${key}` ? read.ready : null;
}
