import { Download } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";

import { useAgain } from "../../../client/again";
import { useSend } from "../../../client/send";
import type { AuditFormat, AuditWhere } from "../../../generated/schema";
import { Button, FileLink } from "../../../ui/button";
import { Select } from "../../../ui/select";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { AuditFileDocument, ExportAuditDocument } from "./audit.generated";
import { words } from "./words";

const MILLISECONDS = 1000;

interface Written {
  readonly id: string;
  readonly about: string;
}

/** Writes the entries that are looked at into a file. */
export function AuditFile({ where }: { readonly where: AuditWhere }): React.JSX.Element {
  const say = useWords(words);
  const { bytes } = useFormats();
  const [format, setFormat] = useState<AuditFormat>("CSV");
  const [written, setWritten] = useState<Written | null>(null);
  // A file of what was looked at before is not that of what is looked at now.
  const about = JSON.stringify(where);
  const id = written?.about === about ? written.id : null;
  const { send, busy } = useSend(ExportAuditDocument, (data) => data.exportAudit);
  const [{ data, stale }, reread] = useQuery({
    query: AuditFileDocument,
    variables: { id: id ?? "" },
    pause: id === null,
  });
  const file = id === null ? null : (data?.auditExport ?? null);
  const hasFailed = file?.job?.state === "FAILED";
  const isWriting = id !== null && !hasFailed && !file?.url;
  const again = (): void => reread({ requestPolicy: "network-only" });
  useAgain(isWriting && !stale, again, { every: MILLISECONDS });

  async function write(): Promise<void> {
    setWritten(null);
    const sent = await send({ input: { where, format } });
    if (sent?.export) setWritten({ id: sent.export.id, about });
  }

  return (
    <>
      <Select
        label={say("format")}
        value={format}
        onChange={setFormat}
        options={[
          { value: "CSV", label: "CSV" },
          { value: "JSON_LINES", label: "JSON Lines" },
        ]}
      />
      <Button isDisabled={busy || isWriting} onPress={() => void write()}>
        {say(isWriting ? "writing" : "export")}
      </Button>
      <span role="status">{hasFailed ? say("exportFailed") : ""}</span>
      {file?.url && (
        <FileLink kind="primary" href={file.url} download>
          <Download aria-hidden="true" size={16} />
          {say("download", { size: bytes(file.bytes ?? 0) })}
        </FileLink>
      )}
    </>
  );
}
