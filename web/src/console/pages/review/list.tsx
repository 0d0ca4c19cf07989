import { useMemo, useState } from "react";

import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { useConfirm } from "../../ui/confirm";
import { ImageGrid } from "../../ui/pictures/image-grid";
import { useSelection } from "../../ui/pictures/selection";
import { useWords } from "../../words/words";
import type { Verdict } from "./decisions";
import { AssignDialog, RejectDialog } from "./dialogs";
import styles from "./list.module.css";
import type { People } from "./names";
import type { Row } from "./queue";
import { words } from "./words";

/** So many are decided about in one call at most. */
const MOST = 250;

interface Props {
  readonly rows: readonly Row[];
  readonly people: People;
  readonly onShow: (last: number) => void;
  readonly onOpen: (id: string) => void;
  readonly onDecide: (rows: readonly Row[], verdict: Verdict) => void;
  readonly onAssign: (rows: readonly Row[], reviewerId: string | null) => void;
}

/** All that waits, to decide about several at once or to give them to somebody. */
export function List({ rows, people, onShow, onOpen, onDecide, onAssign }: Props): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const selection = useSelection();
  const [asking, setAsking] = useState<"reject" | "assign" | null>(null);
  const items = useMemo(() => rows.map((picture) => ({ id: picture.id, picture })), [rows]);
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const taken = chosen.slice(0, MOST);
  const count = taken.length;
  const none = count === 0;

  async function approve(): Promise<void> {
    const title = say("bulk.ask", { count });
    const text = say("bulk.ask.text");
    if (count > 1 && !(await confirm({ title, text, action: say("approve") }))) return;
    selection.clear();
    onDecide(taken, { is: "approve" });
  }

  return (
    <div className={styles["list"]}>
      <div className={styles["bar"]} role="group" aria-label={say("list.chosen", { count: chosen.length })}>
        <span className={styles["count"]} role="status">
          {none ? say("list.hint") : say("list.chosen", { count: chosen.length })}
          {chosen.length > MOST && ` ${say("bulk.most", { most: MOST })}`}
        </span>
        {chosen.length < rows.length && (
          <Button kind="quiet" small onPress={() => selection.all(rows.map(({ id }) => id))}>
            {say("list.all", { count: rows.length })}
          </Button>
        )}
        {!none && (
          <>
            <Button kind="quiet" small onPress={selection.clear}>
              {say("list.none")}
            </Button>
            <Button small onPress={() => setAsking("assign")}>
              {say("bulk.assign")}
            </Button>
            <Button small onPress={() => setAsking("reject")}>
              {say("bulk.reject", { count })}
            </Button>
            <Button small kind="primary" onPress={() => void approve()}>
              {say("bulk.approve", { count })}
            </Button>
          </>
        )}
      </div>
      <ImageGrid
        label={say("list")}
        items={items}
        selection={selection}
        onShow={(_, last) => onShow(last)}
        onOpen={onOpen}
        about={({ productCode }) => <Chip>{productCode ?? say("facts.product.none")}</Chip>}
      />
      {asking === "reject" && (
        <RejectDialog
          count={count}
          onClose={() => setAsking(null)}
          onReject={(reason, note) => {
            setAsking(null);
            selection.clear();
            onDecide(taken, { is: "reject", reason, note });
          }}
        />
      )}
      {asking === "assign" && (
        <AssignDialog
          count={count}
          people={people}
          onClose={() => setAsking(null)}
          onAssign={(reviewerId) => {
            setAsking(null);
            selection.clear();
            onAssign(taken, reviewerId);
          }}
        />
      )}
    </div>
  );
}
