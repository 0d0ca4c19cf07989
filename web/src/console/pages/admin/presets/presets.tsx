import { useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { Chip } from "../../../ui/chip";
import { useConfirm } from "../../../ui/confirm";
import { Part } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { type Column, Table } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import {
  LatestRegenerationDocument,
  PresetsDocument,
  type PresetsQuery,
  RegenerateRenditionsDocument,
} from "./presets.generated";
import { Regeneration } from "./regeneration";
import { words } from "./words";

type Preset = PresetsQuery["presets"][number];

/** How renditions are made, and the way to make old ones anew. */
export function Presets(): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const [begun, setBegun] = useState<string | null>(null);
  // Whoever has begun it, and however it went; there is at most one at a time.
  const [{ data: latest }] = useQuery({
    query: LatestRegenerationDocument,
    requestPolicy: "cache-and-network",
  });
  const id = begun ?? latest?.jobs.nodes[0]?.subjectId ?? null;
  const [{ data, error }, reread] = useQuery({ query: PresetsDocument });
  const { send, busy } = useSend(RegenerateRenditionsDocument, (told) => told.regenerateRenditions);

  async function regenerate(preset: string | null): Promise<void> {
    const title = preset === null ? say("all.title") : say("one.title", { preset });
    const question = { title, text: say("regenerate.text"), action: say("regenerate") };
    if (!(await confirm(question))) return;
    const made = (await send({ preset }))?.regeneration;
    if (made) setBegun(made.id);
  }

  const columns = useColumns(busy, (preset) => void regenerate(preset));
  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <Button isDisabled={busy} onPress={() => void regenerate(null)}>
          {say("all")}
        </Button>
      }
    >
      {id !== null && <Regeneration id={id} />}
      {error && !data && <Problem error={error} onRetry={reread} />}
      {!data && !error && <Loading />}
      {data && (
        <Table
          label={say("title")}
          columns={columns}
          rows={data.presets}
          rowKey={({ name }) => name}
        />
      )}
    </Part>
  );
}

function useColumns(
  busy: boolean,
  onRegenerate: (preset: string) => void,
): readonly Column<Preset>[] {
  const say = useWords(words);
  const { list } = useFormats();
  return [
    { key: "name", label: say("name"), cell: ({ name }) => <strong>{name}</strong> },
    { key: "box", label: say("box"), cell: ({ width, height }) => `${width} × ${height}` },
    { key: "fit", label: say("fit"), cell: ({ fit }) => say(`fit.${fit}`) },
    {
      key: "formats",
      label: say("formats"),
      cell: ({ formats }) => list(formats.map((one) => `${one.format} ${one.quality}`)),
    },
    { key: "privacy", label: say("privacy"), cell: (one) => say(`privacy.${one.privacy}`) },
    {
      key: "published",
      label: say("published"),
      cell: ({ published }) => (
        <Chip tone={published ? "info" : "neutral"}>{say(published ? "public" : "private")}</Chip>
      ),
    },
    {
      key: "regenerate",
      label: say("regenerate"),
      quiet: true,
      end: true,
      cell: ({ name }) => (
        <Button
          small
          isDisabled={busy}
          aria-label={say("one.which", { preset: name })}
          onPress={() => onRegenerate(name)}
        >
          {say("regenerate")}
        </Button>
      ),
    },
  ];
}
