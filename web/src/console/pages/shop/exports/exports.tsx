import { FileDown, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { Part } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import { useWords } from "../../../words/words";
import { useExportColumns } from "./columns";
import { Create } from "./create";
import { type ExportRowFragment, ExportsDocument } from "./exports.generated";
import { Live } from "./live";
import { Skips } from "./skips";
import { isOpen } from "./states";
import { words } from "./words";

/** Files of the catalogue: those that are being written, and those that are there. */
export function Exports(): React.JSX.Element {
  const say = useWords(words);
  const [creating, setCreating] = useState(false);
  const [skipsOf, setSkipsOf] = useState<ExportRowFragment | null>(null);
  const pages = usePages({
    query: ExportsDocument,
    variables: (paging) => paging,
    connection: (data) => data.exports,
    first: 20,
  });
  const columns = useExportColumns({ onSkips: setSkipsOf });
  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <Button kind="primary" onPress={() => setCreating(true)}>
          <Plus aria-hidden="true" size={18} />
          {say("new")}
        </Button>
      }
    >
      {pages.rows.filter(isOpen).map(({ id }) => (
        <Live key={id} id={id} />
      ))}
      <Listing
        label={say("title")}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={<FileDown />} title={say("none")}>
            {say("none.text")}
          </Empty>
        }
      />
      {creating && (
        <Create
          onClose={() => setCreating(false)}
          onCreated={() => {
            setCreating(false);
            pages.reload();
          }}
        />
      )}
      {skipsOf && <Skips of={skipsOf} onClose={() => setSkipsOf(null)} />}
    </Part>
  );
}
