import { Link } from "@tanstack/react-router";

import { usePages } from "../../../client/pages";
import { Dialog } from "../../../ui/dialog";
import { Empty } from "../../../ui/empty";
import { Listing } from "../../../ui/listing";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import {
  type ExportRowFragment,
  ExportSkipsDocument,
  type ExportSkipsQuery,
} from "./exports.generated";
import styles from "./exports.module.css";
import { words } from "./words";

type Skip = NonNullable<ExportSkipsQuery["export"]>["skippedImages"]["nodes"][number];

interface Props {
  readonly of: ExportRowFragment;
  readonly onClose: () => void;
}

/** Which pictures are not in an export, and why. */
export function Skips({ of, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const pages = usePages({
    query: ExportSkipsDocument,
    variables: (paging) => ({ ...paging, id: of.id }),
    connection: (data) => data.export?.skippedImages,
  });
  return (
    <Dialog title={say("skips")} isOpen onClose={onClose}>
      <ul className={styles["reasons"]}>
        {of.skipped.map(({ reason, count }) => (
          <li key={reason}>
            <strong>{number(count)}</strong> {say(`reason.${reason}`)}
          </li>
        ))}
      </ul>
      <Listing
        label={say("skips")}
        pages={pages}
        columns={useColumns()}
        rowKey={(one) => String(one.number)}
        empty={<Empty title={say("skips.none")} />}
      />
    </Dialog>
  );
}

function useColumns(): readonly Column<Skip>[] {
  const say = useWords(words);
  const facts = ({ params }: Skip): string =>
    params.map(({ name, value }) => `${name}: ${value}`).join(", ");
  return [
    { key: "product", label: say("product"), cell: (one) => one.productCode ?? "–" },
    {
      key: "reason",
      label: say("reason"),
      cell: (one) => (
        <>
          {say(`reason.${one.reason}`)} {one.params.length > 0 && <code>{facts(one)}</code>}
        </>
      ),
    },
    {
      key: "image",
      label: say("image"),
      quiet: true,
      end: true,
      cell: ({ imageId, number }) => (
        <Link to="/images/$imageId" params={{ imageId }} aria-label={say("image.which", { number })}>
          {say("image.open")}
        </Link>
      ),
    },
  ];
}
