import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Send } from "lucide-react";

import { useAgain } from "../../../client/again";
import { usePages } from "../../../client/pages";
import type { WebhookDeliveryState } from "../../../generated/schema";
import { Chip, type Tone } from "../../../ui/chip";
import { Empty } from "../../../ui/empty";
import { Part, Row } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import { Select } from "../../../ui/select";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { ReplayOne, ReplaySince } from "./replay";
import { DELIVERY_STATES, deliveriesSearch } from "./search";
import { Tried } from "./tried";
import { WebhookDeliveriesDocument, type WebhookDeliveriesQuery } from "./webhooks.generated";
import styles from "./webhooks.module.css";
import { words } from "./words";

type Delivery = NonNullable<WebhookDeliveriesQuery["webhook"]>["deliveries"]["nodes"][number];

const TONES: Readonly<Record<WebhookDeliveryState, Tone>> = {
  PENDING: "info",
  DELIVERED: "good",
  FAILED: "bad",
  SKIPPED: "neutral",
};
const FIRST = 25;
const MILLISECONDS = 5000;

/** What was sent in the last 30 days, and what became of it. */
export function Deliveries({ id }: { readonly id: string }): React.JSX.Element {
  const say = useWords(words);
  const { state } = useSearch({ from: "/signed-in/shop/webhooks/$webhookId" });
  const navigate = useNavigate({ from: "/shop/webhooks/$webhookId" });
  const pages = usePages({
    query: WebhookDeliveriesDocument,
    variables: (paging) => ({ ...paging, id, state: state ?? null }),
    connection: (data) => data.webhook?.deliveries,
    first: FIRST,
  });
  // What failed may have stopped the webhook, too: it is read with its log. Who reads further back
  // is left in peace.
  const isAtBegin = pages.rows.length <= FIRST;
  useAgain(isAtBegin, pages.reload, { every: MILLISECONDS, after: pages.error ?? pages.rows });
  return (
    <Part title={say("deliveries")} lead={say("deliveries.lead")}>
      <Row>
        <Select<WebhookDeliveryState | "ANY">
          label={say("state")}
          value={state ?? "ANY"}
          onChange={(one) => void navigate({ replace: true, search: deliveriesSearch({ state: one }) })}
          options={[
            { value: "ANY", label: say("delivery.any") },
            ...DELIVERY_STATES.map((value) => ({ value, label: say(`delivery.${value}`) })),
          ]}
        />
        <ReplaySince id={id} onDone={pages.reload} />
      </Row>
      <Listing
        label={say("deliveries")}
        pages={pages}
        columns={useColumns(id, pages.reload)}
        rowKey={(one) => one.id}
        empty={<Empty icon={<Send />} title={say("deliveries.none")} />}
      />
    </Part>
  );
}

function useColumns(webhookId: string, onDone: () => void): readonly Column<Delivery>[] {
  const say = useWords(words);
  const { dateTime } = useFormats();
  return [
    { key: "at", label: say("at"), wrap: "never", cell: ({ createdAt }) => dateTime(createdAt) },
    {
      key: "kind",
      label: say("event"),
      wrap: "words",
      cell: ({ kind, imageId }) => (
        <Link to="/images/$imageId" params={{ imageId }}>
          {say(`kind.${kind}`)}
        </Link>
      ),
    },
    {
      key: "state",
      label: say("state"),
      wrap: "never",
      cell: ({ state }) => <Chip tone={TONES[state]}>{say(`delivery.${state}`)}</Chip>,
    },
    { key: "tries", label: say("tries"), cell: (one) => <Tries one={one} /> },
    {
      key: "replay",
      label: say("replay"),
      quiet: true,
      end: true,
      cell: (one) => <Again webhookId={webhookId} one={one} onDone={onDone} />,
    },
  ];
}

/** What waits is sent anyway, and what failed once the webhook goes on. */
function Again({
  webhookId,
  one: { id, kind, state, createdAt },
  onDone,
}: {
  readonly webhookId: string;
  readonly one: Delivery;
  readonly onDone: () => void;
}): React.JSX.Element | null {
  const say = useWords(words);
  const { dateTime } = useFormats();
  if (state === "PENDING" || state === "FAILED") return null;
  const which = say("replay.which", { kind: say(`kind.${kind}`), at: dateTime(createdAt) });
  return <ReplayOne webhookId={webhookId} id={id} which={which} onDone={onDone} />;
}

function Tries({ one }: { readonly one: Delivery }): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const next = one.nextTryAt && say("tries.next", { at: dateTime(one.nextTryAt) });
  if (one.tries.length === 0) return <>{next ?? "–"}</>;
  return (
    <details>
      <summary>{say("tries.count", { count: one.tries.length })}</summary>
      <ul className={styles["tries"]}>
        {one.tries.map((tried) => (
          <li key={tried.at}>
            <Tried one={tried} />
          </li>
        ))}
      </ul>
      {next}
    </details>
  );
}
