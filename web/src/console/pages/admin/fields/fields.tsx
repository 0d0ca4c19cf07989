import { Plus, TextCursorInput } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { Empty } from "../../../ui/empty";
import { Part, Row } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { type Column, Table } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { EditField } from "./edit";
import {
  CustomFieldsDocument,
  type CustomFieldRowFragment,
  DeleteCustomFieldDocument,
} from "./fields.generated";
import { words } from "./words";

/** The fields that this house has for every picture. */
export function Fields(): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const [edited, setEdited] = useState<CustomFieldRowFragment | "new" | null>(null);
  const [{ data, error }, ask] = useQuery({ query: CustomFieldsDocument });
  const { send } = useSend(DeleteCustomFieldDocument, (told) => told.deleteCustomField);
  const reread = (): void => ask({ requestPolicy: "network-only" });

  async function remove({ id, version, label }: CustomFieldRowFragment): Promise<void> {
    const question = { title: say("delete.title", { label }), text: say("delete.text") };
    if (!(await confirm({ ...question, action: say("delete"), danger: true }))) return;
    if (await send({ id, expectedVersion: version })) reread();
  }

  const columns = useColumns(setEdited, (field) => void remove(field));
  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <Button kind="primary" onPress={() => setEdited("new")}>
          <Plus aria-hidden="true" size={18} />
          {say("new")}
        </Button>
      }
    >
      {error && !data && <Problem error={error} onRetry={reread} />}
      {!data && !error && <Loading />}
      {data?.customFields.length === 0 && (
        <Empty icon={<TextCursorInput />} title={say("none")}>
          {say("none.text")}
        </Empty>
      )}
      {data && data.customFields.length > 0 && (
        <Table
          label={say("title")}
          columns={columns}
          rows={data.customFields}
          rowKey={({ id }) => id}
        />
      )}
      {edited && (
        <EditField
          {...(edited !== "new" && { field: edited })}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            reread();
          }}
        />
      )}
    </Part>
  );
}

function useColumns(
  onEdit: (field: CustomFieldRowFragment) => void,
  onDelete: (field: CustomFieldRowFragment) => void,
): readonly Column<CustomFieldRowFragment>[] {
  const say = useWords(words);
  const { list } = useFormats();
  return [
    { key: "label", label: say("label"), cell: ({ label }) => <strong>{label}</strong> },
    { key: "key", label: say("key"), cell: ({ key }) => <code>{key}</code> },
    { key: "type", label: say("type"), cell: ({ type }) => say(`type.${type}`) },
    {
      key: "choices",
      label: say("choices"),
      cell: ({ choices }) => (choices.length > 0 ? list(choices) : "–"),
    },
    { key: "required", label: say("required"), cell: (one) => say(one.required ? "yes" : "no") },
    {
      key: "actions",
      label: say("actions"),
      quiet: true,
      end: true,
      cell: (field) => (
        <Row>
          <Button
            small
            aria-label={say("edit.which", { label: field.label })}
            onPress={() => onEdit(field)}
          >
            {say("edit")}
          </Button>
          <Button
            small
            aria-label={say("delete.which", { label: field.label })}
            onPress={() => onDelete(field)}
          >
            {say("delete")}
          </Button>
        </Row>
      ),
    },
  ];
}
