import { useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../../client/send";
import { EditDialog } from "../../../ui/arranging/edit-dialog";
import { useFieldProblem } from "../../../ui/refusals";
import { useWords } from "../../../words/words";
import { BLANK, inputOf, useCollectionFields } from "../form";
import { words } from "../words";
import { Count } from "./count";
import { filterOf, NO_DRAFT, type OrderName, orderOf } from "./filter";
import { FilterFields } from "./filter-fields";
import { FilterOrder } from "./filter-order";
import { CreateSmartDocument, FilterChannelsDocument } from "./smart.generated";

interface Props {
  readonly onMade: (id: string) => void;
  readonly onClose: () => void;
}

/** Saves a filter as a collection. */
export default function CreateSmart({ onMade, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const fields = useCollectionFields();
  const [draft, setDraft] = useState(NO_DRAFT);
  const [order, setOrder] = useState<OrderName>("newest");
  const [{ data }] = useQuery({ query: FilterChannelsDocument });
  const { send, busy, refusals } = useSend(CreateSmartDocument, (sent) => sent.createSmartCollection, {
    inForm: true,
  });
  const problemAt = useFieldProblem(refusals);
  const where = filterOf(draft);

  return (
    <EditDialog
      title={say("smart.create")}
      fields={fields}
      current={{ version: 0, values: BLANK }}
      action={say("create.action")}
      busy={busy}
      refusals={refusals}
      onSend={(values) =>
        void send({ input: { ...inputOf(values), where, orderBy: orderOf(order) } }).then((sent) => {
          if (sent?.collection) onMade(sent.collection.id);
        })
      }
      onClose={onClose}
    >
      <FilterFields draft={draft} onChange={setDraft} channels={data?.channels ?? []} problemAt={problemAt} />
      <FilterOrder order={order} onChange={setOrder} />
      <Count where={where} />
    </EditDialog>
  );
}
