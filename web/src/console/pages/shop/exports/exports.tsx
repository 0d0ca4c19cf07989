import { FileDown, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { ListPart } from "../../../ui/list-part";
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
  const [skipsOf, setSkipsOf] = useState<ExportRowFragment | null>(null);
  const pages = usePages({
    query: ExportsDocument,
    variables: (paging) => paging,
    connection: (data) => data.exports,
    first: 20,
  });
  const columns = useExportColumns({ onSkips: setSkipsOf });
  return (
    <>
      {pages.rows.filter(isOpen).map(({ id }) => (
        <Live key={id} id={id} />
      ))}
      <ListPart
        title={say("title")}
        lead={say("lead")}
        pages={pages}
        columns={columns}
        empty={{ icon: <FileDown />, title: say("none"), text: say("none.text") }}
        add={{
          icon: <Plus aria-hidden="true" size={18} />,
          label: say("new"),
          form: ({ onClose, onMade }) => <Create onClose={onClose} onCreated={onMade} />,
        }}
      />
      {skipsOf && <Skips of={skipsOf} onClose={() => setSkipsOf(null)} />}
    </>
  );
}
