import { Bot, Plus } from "lucide-react";
import { useState } from "react";

import { useSend } from "../../../client/send";
import type { ReviewRuleInput } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { Row } from "../../../ui/form";
import { Refusals } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { type Draft, draftOf, freshRule, inputOf, raised } from "./draft";
import { RuleCard } from "./rule";
import { type ReviewRulesQuery, SetReviewRulesDocument } from "./rules.generated";
import { Trial } from "./trial";
import { words } from "./words";

const MOST = 20;

interface Props {
  readonly told: ReviewRulesQuery;
  /** Others changed the rules meanwhile. */
  readonly onConflict: () => void;
}

/** The whole list of rules, tried out and then set at once. */
export function Editor({ told, onConflict }: Props): React.JSX.Element {
  const say = useWords(words);
  const { version, rules } = told.reviewRules;
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => rules.map((one) => draftOf(inputOf(one))));
  const [kept, setKept] = useState(() => ({ version, rules: rules.map(inputOf) }));
  const { send, busy, refusals } = useSend(SetReviewRulesDocument, (data) => data.setReviewRules, {
    inForm: true,
  });
  const inputs = drafts.map(({ rule }) => rule);
  const isChanged = JSON.stringify(inputs) !== JSON.stringify(kept.rules);

  async function save(): Promise<void> {
    const sent = await send({ input: { rules: inputs, expectedVersion: kept.version } });
    if (!sent?.reviewRules) return;
    // The editor stays, and the focus with it: what it says now is what is kept.
    setKept({ version: sent.reviewRules.version, rules: inputs });
    notify(say("saved"));
  }

  function change(at: number, rule: ReviewRuleInput): void {
    setDrafts(drafts.map((one, place) => (place === at ? { ...one, rule } : one)));
  }

  return (
    <>
      {drafts.length === 0 && (
        <Empty icon={<Bot />} title={say("none")}>
          {say("none.text")}
        </Empty>
      )}
      {drafts.map(({ key, rule }, at) => (
        <RuleCard
          key={key}
          place={at + 1}
          rule={rule}
          told={told}
          onChange={(next) => change(at, next)}
          onRaise={at > 0 ? () => setDrafts(raised(drafts, at)) : undefined}
          onRemove={() => setDrafts(drafts.filter((one) => one.key !== key))}
        />
      ))}
      <Refusals refusals={refusals} />
      <Row>
        <Button
          isDisabled={drafts.length >= MOST}
          onPress={() =>
            setDrafts([...drafts, draftOf(freshRule(say("fresh", { number: drafts.length + 1 })))])
          }
        >
          <Plus aria-hidden="true" size={16} />
          {say("add")}
        </Button>
        <Button kind="primary" isDisabled={busy || !isChanged} onPress={() => void save()}>
          {say("save")}
        </Button>
        {refusals.some(({ code }) => code === "CONFLICT") && (
          <Button onPress={onConflict}>{say("reread")}</Button>
        )}
      </Row>
      <Trial rules={inputs} />
    </>
  );
}
