import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";

import type { ReviewRuleInput } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Part } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { type Column, Table } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { TryReviewRulesDocument, type TryReviewRulesQuery } from "./rules.generated";
import styles from "./trial.module.css";
import { words } from "./words";

type Tried = TryReviewRulesQuery["tryReviewRules"]["rules"][number];

/** What the rules as they stand here would have done to the newest pictures. */
export function Trial({ rules }: { readonly rules: readonly ReviewRuleInput[] }): React.JSX.Element {
  const say = useWords(words);
  const [tried, setTried] = useState<readonly ReviewRuleInput[] | null>(null);
  const [{ data, error, fetching }, ask] = useQuery({
    query: TryReviewRulesDocument,
    variables: { rules: tried ?? [] },
    pause: tried === null,
    requestPolicy: "network-only",
  });
  const columns = useColumns();
  const told = tried === null ? undefined : data?.tryReviewRules;
  return (
    <Part
      title={say("trial")}
      lead={say("trial.lead")}
      actions={
        <Button isDisabled={fetching || rules.length === 0} onPress={() => setTried([...rules])}>
          {say("trial.run")}
        </Button>
      }
    >
      {fetching && <Loading />}
      {error && <Problem error={error} onRetry={ask} />}
      {told && !fetching && (
        <>
          <p role="status">
            {say("trial.told", { count: told.lookedAt, undecided: told.undecided })}
          </p>
          <Table
            label={say("trial")}
            columns={columns}
            rows={told.rules}
            rowKey={({ rule }) => rule.name}
          />
        </>
      )}
    </Part>
  );
}

function useColumns(): readonly Column<Tried>[] {
  const say = useWords(words);
  const { number } = useFormats();
  return [
    { key: "rule", label: say("rule"), cell: ({ rule }) => <strong>{rule.name}</strong> },
    { key: "matched", label: say("matched"), end: true, cell: (one) => number(one.matched) },
    { key: "held", label: say("held"), end: true, cell: (one) => number(one.held) },
    {
      key: "otherwise",
      label: say("otherwise"),
      end: true,
      cell: (one) => number(one.decidedOtherwise),
    },
    {
      key: "examples",
      label: say("examples"),
      cell: ({ examples }) =>
        examples.map(({ id, fileName }) => (
          <Link
            key={id}
            to="/images/$imageId"
            params={{ imageId: id }}
            className={styles["example"] ?? ""}
          >
            {fileName}
          </Link>
        )),
    },
  ];
}
