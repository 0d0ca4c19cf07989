import { Ago } from "../../../ui/ago";
import { Button } from "../../../ui/button";
import { Chip } from "../../../ui/chip";
import { Progress } from "../../../ui/progress";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { ExportActions } from "./actions";
import type { ExportRowFragment } from "./exports.generated";
import styles from "./exports.module.css";
import { isOpen, STATE_TONES } from "./states";
import { words } from "./words";

/** What a row of the exports shows. */
export function useExportColumns({
  onSkips,
}: {
  readonly onSkips: (one: ExportRowFragment) => void;
}): readonly Column<ExportRowFragment>[] {
  const say = useWords(words);
  const { number, bytes } = useFormats();
  return [
    { key: "what", label: say("format"), cell: (one) => <What one={one} /> },
    { key: "state", label: say("state"), cell: (one) => <State one={one} /> },
    { key: "asked", label: say("asked"), wrap: "never", cell: (one) => <Ago at={one.createdAt} /> },
    { key: "images", label: say("images"), end: true, cell: ({ images }) => number(images) },
    {
      key: "skipped",
      label: say("skipped"),
      end: true,
      cell: (one) => <Skipped one={one} onSkips={onSkips} />,
    },
    {
      key: "bytes",
      label: say("size"),
      end: true,
      wrap: "never",
      cell: (one) => (one.bytes === null ? "–" : bytes(one.bytes)),
    },
    {
      key: "actions",
      label: say("actions"),
      quiet: true,
      end: true,
      wrap: "never",
      cell: (one) => <ExportActions one={one} />,
    },
  ];
}

interface RowProps {
  readonly one: ExportRowFragment;
}

function What({ one: { format, where } }: RowProps): React.JSX.Element {
  const say = useWords(words);
  const { list, dateTime } = useFormats();
  const parts = [
    where.channel !== null && say("only.channel", { channel: where.channel }),
    where.productCodes && say("only.products", { codes: list(where.productCodes) }),
    where.roles && say("only.roles", { roles: list(where.roles.map((role) => say(`role.${role}`))) }),
    where.updatedAfter !== null && say("only.after", { at: dateTime(where.updatedAfter) }),
  ].filter((part) => typeof part === "string");
  return (
    <div className={styles["what"]}>
      <strong>{say(`format.${format}`)}</strong>
      <span>{parts.length > 0 ? parts.join("; ") : say("only.nothing")}</span>
    </div>
  );
}

function State({ one }: RowProps): React.JSX.Element {
  const say = useWords(words);
  return (
    <>
      <Chip tone={STATE_TONES[one.state]}>{say(`state.${one.state}`)}</Chip>
      {isOpen(one) && <Progress hideLabel label={say("progress")} share={one.progress} />}
      {one.problem && <p lang="en">{one.problem.message}</p>}
    </>
  );
}

function Skipped({
  one,
  onSkips,
}: RowProps & { readonly onSkips: (one: ExportRowFragment) => void }): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const count = one.skipped.reduce((sum, skipped) => sum + skipped.count, 0);
  if (count === 0) return <>0</>;
  return (
    <Button small onPress={() => onSkips(one)} aria-label={say("skipped.open", { count })}>
      {number(count)}
    </Button>
  );
}
