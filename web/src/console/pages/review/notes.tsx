import { X } from "lucide-react";

import { useEffect, useRef } from "react";
import { useQuery } from "urql";

import { useRefusalText } from "../../client/refusals";
import type { RefusalFragment } from "../../client/refusal.generated";
import { useIsAtLeast } from "../../session/account";
import { Button, ButtonLink } from "../../ui/button";
import { nameOf } from "../../ui/pictures/picture";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import type { Refused } from "./decisions";
import styles from "./notes.module.css";
import { ReviewChannelsDocument, ReviewFieldsDocument } from "./review.generated";
import { words } from "./words";

/** What an ADMIN may pass over, with a reason. */
const PASSABLE = new Set(["CHANNEL_RULES_UNMET", "FOUR_EYES", "INCOMPLETE", "REQUIRED_FIELDS_MISSING"]);
const NEEDS = ["ALT_TEXT", "CREDIT", "LICENCE", "MIN_SIZE", "PRODUCT_CODE"] as const;

interface RefusedProps {
  readonly refused: Refused;
  /** Null where the picture is before the reviewer already. */
  readonly onBack: (() => void) | null;
  readonly onOverride: () => void;
  readonly onClose: () => void;
}

/** Why a decision was refused, each reason in words, and the ways on. */
export function RefusedNote(props: RefusedProps): React.JSX.Element {
  const { refused, onBack, onOverride, onClose } = props;
  const say = useWords(words);
  const reasons = useReasons();
  const isAdmin = useIsAtLeast("ADMIN");
  const { row, verdict, refusals } = refused;
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.scrollIntoView({ block: "nearest" });
  }, [refused]);
  const passable =
    refusals.length > 0 && refusals.every(({ code }) => PASSABLE.has(code)) && verdict.is === "approve";
  return (
    <div ref={frame} role="alert" className={`${styles["note"]} ${styles["bad"]}`}>
      <p className={styles["title"]}>{say(`refused.${verdict.is}`, { name: nameOf(row) })}</p>
      <ul className={styles["reasons"]}>
        {refusals.flatMap(reasons).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div className={styles["buttons"]}>
        {onBack !== null && (
          <Button small onPress={onBack}>
            {say("refused.back")}
          </Button>
        )}
        <ButtonLink small to="/images/$imageId" params={{ imageId: row.id }}>
          {say("refused.open")}
        </ButtonLink>
        {passable && isAdmin && (
          <Button small onPress={onOverride}>
            {say("refused.override")}
          </Button>
        )}
      </div>
      <CloseButton onPress={onClose} />
    </div>
  );
}

/** A refusal as sentences: one for each thing that is missing. */
function useReasons(): (refusal: RefusalFragment) => readonly string[] {
  const say = useWords(words);
  const text = useRefusalText();
  const { list } = useFormats();
  const [{ data: fields }] = useQuery({ query: ReviewFieldsDocument, requestPolicy: "cache-first" });
  const [{ data: profiles }] = useQuery({ query: ReviewChannelsDocument, requestPolicy: "cache-first" });
  const fieldNames = new Map(fields?.customFields.map(({ key, label }) => [key, label]));
  const channelNames = new Map(profiles?.channels.map(({ id, name }) => [id, name]));
  const named = (names: ReadonlyMap<string, string>, keys: string): string =>
    list(keys.split(", ").map((key) => names.get(key) ?? key));
  return (refusal) => {
    const told = Object.fromEntries(refusal.params.map(({ name, value }) => [name, value]));
    const { missing = "", fields: keys = "", channels = "", minSide = "" } = told;
    if (refusal.code === "INCOMPLETE") {
      const lacking = NEEDS.filter((need) => missing.split(", ").includes(need));
      if (lacking.length > 0) return lacking.map((need) => say(`lacks.${need}`, { minSide }));
    }
    if (refusal.code === "REQUIRED_FIELDS_MISSING") return [say("lacks.fields", { fields: named(fieldNames, keys) })];
    if (refusal.code === "CHANNEL_RULES_UNMET") return [say("lacks.channels", { channels: named(channelNames, channels) })];
    if (refusal.code === "FOUR_EYES") return [say("lacks.FOUR_EYES")];
    if (refusal.code === "CONFLICT") return [say("lacks.CONFLICT")];
    return [text(refusal)];
  };
}

interface TakenProps {
  readonly text: string;
  /** What the reviewer had typed about it; empty where nothing. */
  readonly note: string;
  /** Whether they may still be typing: what they type must not press anything. */
  readonly interrupted: boolean;
  /** Null where there is no picture to use it for. */
  readonly onUse: (() => void) | null;
  readonly onClose: () => void;
}

/** Says that somebody else was faster. */
export function TakenNote({ text, note, interrupted, onUse, onClose }: TakenProps): React.JSX.Element {
  const say = useWords(words);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (interrupted) frame.current?.focus();
  }, [interrupted, text]);
  return (
    <div
      ref={frame}
      role="status"
      tabIndex={-1}
      className={`${styles["note"]} ${styles["info"]}`}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <p className={styles["title"]}>{text}</p>
      {note !== "" && (
        <>
          <p>
            {say("taken.note")} <q>{note}</q>
          </p>
          {onUse !== null && (
            <div className={styles["buttons"]}>
              <Button small onPress={onUse}>
                {say("taken.use")}
              </Button>
            </div>
          )}
        </>
      )}
      <CloseButton onPress={onClose} />
    </div>
  );
}

function CloseButton({ onPress }: { readonly onPress: () => void }): React.JSX.Element {
  const say = useWords(words);
  return (
    <span className={styles["close"]}>
      <Button kind="quiet" small square aria-label={say("refused.close")} onPress={onPress}>
        <X aria-hidden="true" size={16} />
      </Button>
    </span>
  );
}
