import { useState } from "react";

import type { Pages } from "../client/pages";
import { Button } from "./button";
import { Empty } from "./empty";
import { Part } from "./form";
import { Listing } from "./listing";
import type { Column } from "./table";

interface Form {
  readonly onClose: () => void;
  /** Closes it, and reads the list anew. */
  readonly onMade: () => void;
}

interface Props<Row> {
  readonly title: string;
  readonly lead: string;
  readonly pages: Pages<Row>;
  readonly columns: readonly Column<Row>[];
  /** What stands there when there is nothing. */
  readonly empty: {
    readonly icon: React.ReactElement;
    readonly title: string;
    readonly text?: string;
  };
  /** The button that adds to the list, and the dialog that it opens. */
  readonly add: {
    readonly icon: React.ReactElement;
    readonly label: string;
    readonly form: (form: Form) => React.ReactNode;
  };
  /** Above the list, as filters are. */
  readonly children?: React.ReactNode;
}

/** A part of a page that is one list, and the way to add to it. */
export function ListPart<Row extends { readonly id: string }>({
  title,
  lead,
  pages,
  columns,
  empty,
  add,
  children,
}: Props<Row>): React.JSX.Element {
  const [isAdding, setAdding] = useState(false);
  const onClose = (): void => setAdding(false);

  function onMade(): void {
    onClose();
    pages.reload();
  }

  return (
    <Part
      title={title}
      lead={lead}
      actions={
        <Button kind="primary" onPress={() => setAdding(true)}>
          {add.icon}
          {add.label}
        </Button>
      }
    >
      {children}
      <Listing
        label={title}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={empty.icon} title={empty.title}>
            {empty.text}
          </Empty>
        }
      />
      {isAdding && add.form({ onClose, onMade })}
    </Part>
  );
}
