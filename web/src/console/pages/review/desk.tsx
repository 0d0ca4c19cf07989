import { CircleCheckBig } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { useChoice } from "../../choice";
import type { ReviewQueueAssignee } from "../../generated/schema";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Loading, Problem } from "../../ui/problem";
import { shortcuts, useKeys } from "../../ui/shortcuts";
import { stepped, type View, WHOLE } from "../../ui/zoom";
import { useWords } from "../../words/words";
import { Compare } from "./compare";
import type { Refused } from "./decisions";
import styles from "./desk.module.css";
import { AssignDialog, OverrideDialog, RejectDialog, ShortcutsDialog } from "./dialogs";
import { FactsPanel, useFacts } from "./facts";
import { List } from "./list";
import { RefusedNote, TakenNote } from "./notes";
import { One, Verdicts } from "./one";
import { usePreloaded } from "./pictures";
import { NONE, type Row } from "./queue";
import { RejectForm, useReasonOf } from "./reject-form";
import { type Mode, Toolbar } from "./toolbar";
import { UndoButton } from "./undo-button";
import { useDesk } from "./use-desk";
import { words } from "./words";

/** So many pictures ahead are there before they are looked at. */
const AHEAD = 3;
/** So many refusals are told one by one. */
const MOST = 5;

/** Where a reviewer works. */
export function Desk(): React.JSX.Element {
  const say = useWords(words);
  const [assignee, setAssignee] = useState<ReviewQueueAssignee>("ANYONE");
  const [mode, setMode] = useState<Mode>("one");
  const [seen, setSeen] = useState<{ readonly id: string | null; readonly view: View }>({ id: null, view: WHOLE });
  const [helping, setHelping] = useState(false);
  const [assigning, setAssigning] = useState(false);
  const [overriding, setOverriding] = useState<Refused | null>(null);
  const [rejectingOther, setRejectingOther] = useState<Row | null>(null);
  // Whoever was asked for a reason comes back to where they were asked.
  const asked = useRef(false);
  const desk = useDesk(assignee);
  const { live, decisions, people, draft, setDraft, rejecting, setRejecting, decide } = desk;
  const { rows, current, queue, dispatch } = live;
  const at = current === null ? -1 : rows.indexOf(current);
  const { facts, failed } = useFacts(mode === "list" ? null : current);
  usePreloaded(rows.slice(at + 1, at + 1 + AHEAD));

  // Each picture is seen whole at first.
  const view = seen.id === queue.current ? seen.view : WHOLE;
  const setView = (next: View): void => setSeen({ id: queue.current, view: next });
  const step = (by: 1 | -1): void => dispatch({ is: "step", by });
  const keys = useChoice(shortcuts) === "on";
  const reasonOf = useReasonOf();

  function approve(): void {
    if (current) decide([current], { is: "approve" });
  }

  function press(key: string): boolean {
    if (key === "?") return done(() => setHelping(true));
    if (key === "z") return done(() => void decisions.undo());
    if (key === "Escape" && rejecting) return done(() => setRejecting(false));
    if (key === "Escape" && mode === "compare") return done(() => setMode("one"));
    if (mode === "list" || current === null) return false;
    if (key === "ArrowLeft") return done(() => step(-1));
    if (key === "ArrowRight") return done(() => step(1));
    if (key === "+" || key === "=") return done(() => setView(stepped(view, 1)));
    if (key === "-") return done(() => setView(stepped(view, -1)));
    if (key === "0") return done(() => setView(WHOLE));
    if (rejecting) return pressWhileRejecting(key);
    if (key === "a") return done(approve);
    if (key === "r") {
      asked.current = true;
      return done(() => setRejecting(true));
    }
    if (key === "s") return done(() => setMode(mode === "compare" ? "one" : "compare"));
    return false;
  }

  function pressWhileRejecting(key: string): boolean {
    const reason = reasonOf(key);
    if (reason) return done(() => setDraft({ ...draft, reason }));
    if (key === "n") {
      return done(() => document.querySelector<HTMLElement>("[data-reject=true] textarea")?.focus());
    }
    return false;
  }

  useKeys(keys && !helping && !assigning && overriding === null && !desk.taken?.interrupted, press);

  const place = useRef<HTMLDivElement>(null);
  const beside = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Another picture: whoever read on below sees it, and begins at its begin.
    beside.current?.scrollTo({ top: 0 });
    const top = place.current?.getBoundingClientRect().top ?? 0;
    if (top < 0) place.current?.scrollIntoView({ block: "start" });
  }, [queue.current]);

  const undo = decisions.last && (
    <UndoButton
      decision={decisions.last}
      onUndo={() => void decisions.undo()}
      onExpired={decisions.expire}
    />
  );
  const side = current && (
    <div ref={beside} className={styles["side"]}>
      <Card>
        <div className={styles["act"]} data-reject={rejecting}>
          {rejecting ? (
            <RejectForm
              draft={draft}
              onDraft={setDraft}
              onReject={(reason, note) => decide([current], { is: "reject", reason, note })}
              onCancel={() => setRejecting(false)}
              submit={say("reject")}
              keys={keys}
            />
          ) : (
            <Verdicts
              onApprove={approve}
              onReject={() => {
                asked.current = true;
                setRejecting(true);
              }}
              keys={keys}
              autoFocus={asked.current && desk.taken === null}
            />
          )}
          {undo}
        </div>
        {failed ?? (
          <FactsPanel row={current} facts={facts} people={people} onAssign={() => setAssigning(true)} />
        )}
      </Card>
    </div>
  );

  return (
    <Page
      title={say("title")}
      lead={live.loading && rows.length === 0 ? undefined : say("lead", { count: live.waiting, decided: desk.decided })}
      actions={(mode === "list" || current === null) && undo}
    >
      <Toolbar
        assignee={assignee}
        onAssignee={setAssignee}
        filter={queue.filter}
        onFilter={(filter) => dispatch({ is: "filter", filter })}
        mode={mode}
        onMode={setMode}
        onHelp={() => setHelping(true)}
        people={people}
      />
      <p role="status" className="visually-hidden">
        {desk.said}
      </p>
      <Notes desk={desk} onOverride={setOverriding} />
      {content()}
      <ShortcutsDialog isOpen={helping} onClose={() => setHelping(false)} />
      {assigning && current && (
        <AssignDialog
          count={1}
          people={people}
          onClose={() => setAssigning(false)}
          onAssign={(to) => {
            setAssigning(false);
            void desk.assign([current], to);
          }}
        />
      )}
      {overriding && (
        <OverrideDialog
          row={overriding.row}
          onClose={() => setOverriding(null)}
          onOverride={(overrideReason) => {
            setOverriding(null);
            const row = rows.find(({ id }) => id === overriding.row.id) ?? overriding.row;
            decide([row], { is: "approve", overrideReason });
          }}
        />
      )}
      {rejectingOther && (
        <RejectDialog
          count={1}
          onClose={() => setRejectingOther(null)}
          onReject={(reason, note) => {
            setRejectingOther(null);
            decide([rejectingOther], { is: "reject", reason, note });
          }}
        />
      )}
    </Page>
  );

  function content(): React.JSX.Element {
    if (live.error && rows.length === 0) return <Problem error={live.error} onRetry={live.reload} />;
    if (current === null) return live.loading ? <Loading /> : nothing();
    if (mode === "list") {
      return (
        <List
          rows={rows}
          people={people}
          onShow={(last) => last >= rows.length - 20 && !live.loading && live.more()}
          onOpen={(id) => {
            dispatch({ is: "show", id });
            setMode("one");
          }}
          onDecide={decide}
          onAssign={(some, to) => void desk.assign(some, to)}
        />
      );
    }
    return (
      <div ref={place} className={styles["desk"]}>
        {mode === "compare" ? (
          <Compare
            key={current.id}
            row={current}
            facts={facts}
            view={view}
            onView={setView}
            onApprove={(row) => decide([row], { is: "approve" })}
            onReject={(row) => (row.id === current.id ? setRejecting(true) : setRejectingOther(row))}
            onClose={() => setMode("one")}
          />
        ) : (
          <One
            row={current}
            rows={rows}
            at={at}
            waiting={live.waiting}
            view={view}
            onView={setView}
            onStep={step}
            onShow={(id) => dispatch({ is: "show", id })}
          />
        )}
        {side}
      </div>
    );
  }

  function nothing(): React.JSX.Element {
    const isFiltered = queue.filter.product !== "" || queue.filter.importer !== "";
    if (isFiltered) {
      return (
        <Empty
          title={say("empty.filtered")}
          action={<Button onPress={() => dispatch({ is: "filter", filter: NONE })}>{say("filter.clear")}</Button>}
        >
          {say("empty.filtered.text")}
        </Empty>
      );
    }
    if (assignee !== "ANYONE") {
      return (
        <Empty
          title={say(`empty.${assignee}`)}
          action={<Button onPress={() => setAssignee("ANYONE")}>{say("empty.all")}</Button>}
        >
          {say("empty.other.text")}
        </Empty>
      );
    }
    return (
      <Empty icon={<CircleCheckBig />} title={say("empty")}>
        {say("empty.text")}
      </Empty>
    );
  }
}

function done(act: () => void): true {
  act();
  return true;
}

/** What was refused, and what others took. */
function Notes({
  desk: { live, decisions, taken, closeTaken, setDraft, setRejecting, draft },
  onOverride,
}: {
  readonly desk: ReturnType<typeof useDesk>;
  readonly onOverride: (refused: Refused) => void;
}): React.JSX.Element | null {
  const say = useWords(words);
  const { current, dispatch } = live;
  if (decisions.refused.length === 0 && taken === null) return null;
  return (
    <div className={styles["notes"]}>
      {taken && (
        <TakenNote
          text={taken.text}
          note={taken.note}
          interrupted={taken.interrupted}
          onUse={
            current === null
              ? null
              : () => {
                  setDraft({ ...draft, note: taken.note });
                  setRejecting(true);
                  closeTaken();
                }
          }
          onClose={closeTaken}
        />
      )}
      {decisions.refused.slice(0, MOST).map((refused) => (
        <RefusedNote
          key={refused.row.id}
          refused={refused}
          onBack={
            current?.id === refused.row.id || !live.rows.some(({ id }) => id === refused.row.id)
              ? null
              : () => dispatch({ is: "show", id: refused.row.id })
          }
          onOverride={() => onOverride(refused)}
          onClose={() => decisions.dismiss(refused.row.id)}
        />
      ))}
      {decisions.refused.length > MOST && (
        <p role="status">{say("refused.more", { count: decisions.refused.length - MOST })}</p>
      )}
    </div>
  );
}
