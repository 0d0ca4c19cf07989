import { useState } from "react";
import { useQuery } from "urql";

import type { ReadinessState } from "../../generated/schema";
import { Chip, type Tone } from "../../ui/chip";
import { Part } from "../../ui/form";
import { nameOf } from "../../ui/pictures/picture";
import { Loading, Problem } from "../../ui/problem";
import { Select } from "../../ui/select";
import { type Column, Table } from "../../ui/table";
import { useWords } from "../../words/words";
import { ProductReadinessDocument, type ProductReadinessQuery } from "./products.generated";
import styles from "./product.module.css";
import { words } from "./words";

type Row = NonNullable<ProductReadinessQuery["libraryProduct"]>["images"]["nodes"][number];

/** What most marketplaces ask for. */
const FIRST = "marketplace";

const TONES: Readonly<Record<ReadinessState, Tone>> = {
  PASS: "good",
  WARN: "warn",
  FAIL: "bad",
  NOT_MEASURED: "neutral",
  NOT_APPLICABLE: "neutral",
};

/** How the product's pictures answer one sales channel, and what to do about those that do not. */
export function Readiness({ code }: { readonly code: string }): React.JSX.Element {
  const say = useWords(words);
  const [channel, setChannel] = useState(FIRST);
  const [{ data, error, fetching }, read] = useQuery({
    query: ProductReadinessDocument,
    variables: { code, channel, first: 50 },
  });
  const columns: readonly Column<Row>[] = [
    { key: "name", label: say("picture"), cell: nameOf },
    {
      key: "state",
      label: say("readiness.answer"),
      cell: ({ channelReadiness }) => {
        const state = channelReadiness?.state ?? "NOT_MEASURED";
        return <Chip tone={TONES[state]}>{say(`readiness.${state}`)}</Chip>;
      },
    },
    { key: "advice", label: say("readiness.advice"), cell: (row) => <Advice row={row} /> },
  ];
  const options = (data?.channels ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Part
      title={say("readiness")}
      lead={say("readiness.lead")}
      actions={<Select label={say("channel")} value={channel} onChange={setChannel} options={options} />}
    >
      {error && <Problem error={error} onRetry={() => read({ requestPolicy: "network-only" })} />}
      {fetching && !data && <Loading />}
      {data?.libraryProduct && (
        <Table
          label={say("readiness")}
          columns={columns}
          rows={data.libraryProduct.images.nodes}
          rowKey={({ id }) => id}
        />
      )}
    </Part>
  );
}

function Advice({ row: { channelReadiness } }: { readonly row: Row }): React.JSX.Element {
  const unmet = channelReadiness?.rules.filter(({ state }) => state === "FAIL" || state === "WARN") ?? [];
  if (unmet.length === 0) return <>–</>;
  // The API says these in English only.
  return (
    <ul lang="en" className={styles["advice"]}>
      {unmet.map(({ id, message, advice }) => (
        <li key={id}>
          {message} {advice}
        </li>
      ))}
    </ul>
  );
}
