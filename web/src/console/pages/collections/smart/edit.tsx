import { useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../../client/send";
import { EditDialog } from "../../../ui/arranging/edit-dialog";
import { Dialog } from "../../../ui/dialog";
import { Loading, Problem } from "../../../ui/problem";
import { useFieldProblem } from "../../../ui/refusals";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { Count } from "./count";
import { draftOf, filterOf, isTooDeep, orderName, orderOf } from "./filter";
import { FilterFields } from "./filter-fields";
import { FilterOrder } from "./filter-order";
import { SmartFilterDocument, type SmartFilterQuery, UpdateSmartDocument } from "./smart.generated";

interface Props {
  readonly collection: { readonly id: string };
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Changes the filter of a smart collection, once it is read. */
export default function EditFilter({ collection, onChanged, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const [{ data, error, fetching }] = useQuery({
    query: SmartFilterDocument,
    variables: { id: collection.id },
    requestPolicy: "cache-and-network",
  });
  const read = fetching ? null : data?.collection;
  if (data && read && !isTooDeep(read.where)) {
    return <Edit data={data} collection={read} onChanged={onChanged} onClose={onClose} />;
  }
  return (
    <Dialog title={say("smart.edit")} isOpen onClose={onClose}>
      {error && <Problem error={error} />}
      {read && isTooDeep(read.where) ? <p>{say("filter.deep")}</p> : !error && <Loading />}
    </Dialog>
  );
}

interface EditProps {
  readonly data: SmartFilterQuery;
  readonly collection: NonNullable<SmartFilterQuery["collection"]>;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

function Edit({ data, collection, onChanged, onClose }: EditProps): React.JSX.Element {
  const say = useWords(words);
  const [draft, setDraft] = useState(() => draftOf(collection.where));
  const [order, setOrder] = useState(() => orderName(collection.orderBy) ?? "newest");
  const { send, busy, refusals } = useSend(UpdateSmartDocument, (sent) => sent.updateSmartCollection, {
    inForm: true,
  });
  const problemAt = useFieldProblem(refusals);
  const where = filterOf(draft);

  async function save(expectedVersion: number): Promise<void> {
    const input = { id: collection.id, expectedVersion, where, orderBy: orderOf(order) };
    if (!(await send({ input }))) return;
    onChanged();
    onClose();
  }

  return (
    <EditDialog
      title={say("smart.edit")}
      fields={[]}
      current={{ version: collection.version, values: {} }}
      action={say("save")}
      busy={busy}
      refusals={refusals}
      onSend={(_, expectedVersion) => void save(expectedVersion)}
      onClose={onClose}
    >
      <FilterFields draft={draft} onChange={setDraft} channels={data.channels} problemAt={problemAt} />
      <FilterOrder order={order} onChange={setOrder} />
      <Count where={where} />
    </EditDialog>
  );
}
