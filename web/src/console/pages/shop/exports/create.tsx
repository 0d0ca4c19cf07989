import { useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../../client/send";
import type { ExportFormat, ProductRole } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { CheckGroup } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { Select } from "../../../ui/select";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { CreateExportDocument, ExportChannelsDocument } from "./exports.generated";
import styles from "./exports.module.css";
import { words } from "./words";

const FORMATS: readonly ExportFormat[] = [
  "CSV",
  "XLSX",
  "JSON_LINES",
  "SHOPIFY_CSV",
  "SHOPIFY_CSV_LEGACY",
  "GOOGLE_XML",
  "GOOGLE_TSV",
  "ZIP",
];
const ROLES: readonly ProductRole[] = ["MAIN", "ADDITIONAL", "LIFESTYLE", "SWATCH", "DETAIL"];
const FIELDS = ["productCodes", "updatedAfter", "channel", "locale"];

interface Props {
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

/** Asks for a file of the catalogue. */
export function Create({ onClose, onCreated }: Props): React.JSX.Element {
  const say = useWords(words);
  const [format, setFormat] = useState<ExportFormat>("CSV");
  const [channel, setChannel] = useState("");
  const [codes, setCodes] = useState("");
  const [roles, setRoles] = useState<readonly ProductRole[]>([]);
  const [after, setAfter] = useState("");
  const [locale, setLocale] = useState("");
  const [{ data }] = useQuery({ query: ExportChannelsDocument });
  const { send, busy, refusals } = useSend(CreateExportDocument, (told) => told.createExport, {
    inForm: true,
  });
  const problem = useFieldProblem(refusals);

  async function create(): Promise<void> {
    const productCodes = codes.split("\n").map((code) => code.trim()).filter(Boolean);
    const where = {
      channel: channel || null,
      productCodes: productCodes.length > 0 ? productCodes : null,
      roles: roles.length > 0 ? roles : null,
      updatedAfter: after === "" ? null : new Date(after).toISOString(),
    };
    if (!(await send({ input: { format, where, locale: locale.trim() || null } }))) return;
    notify(say("created"));
    onCreated();
  }

  return (
    <Dialog title={say("new")} isOpen onClose={onClose}>
      <Form onSubmit={() => void create()}>
        <Select
          label={say("format")}
          value={format}
          onChange={setFormat}
          hint={say(`format.${format}.hint`)}
          options={FORMATS.map((value) => ({ value, label: say(`format.${value}`) }))}
        />
        <Select
          label={say("channel")}
          hint={say("channel.hint")}
          value={channel}
          onChange={setChannel}
          problem={problem("channel")}
          options={[
            { value: "", label: say("channel.any") },
            ...(data?.channels ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <div className={styles["codes"]}>
          <Field
            label={say("codes")}
            hint={say("codes.hint")}
            lines={3}
            value={codes}
            onChange={setCodes}
            problem={problem("productCodes")}
          />
        </div>
        <CheckGroup
          label={say("roles")}
          hint={say("roles.hint")}
          value={roles}
          onChange={setRoles}
          options={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))}
        />
        <Field
          label={say("after")}
          hint={say("after.hint")}
          type="datetime-local"
          value={after}
          onChange={setAfter}
          problem={problem("updatedAfter")}
        />
        <Field
          label={say("locale")}
          hint={say("locale.hint")}
          value={locale}
          onChange={setLocale}
          problem={problem("locale")}
          maxLength={35}
        />
        <Refusals refusals={refusals} except={FIELDS} />
        <DialogButtons>
          <Button onPress={onClose}>{say("close")}</Button>
          <Button type="submit" kind="primary" isDisabled={busy}>
            {say("create")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
