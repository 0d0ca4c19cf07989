import { useDeferredValue, useEffect, useState } from "react";
import { useQuery } from "urql";

import { Field } from "../../../ui/field";
import { useWords } from "../../../words/words";
import { WebhookEventSchemaDocument } from "./webhooks.generated";
import styles from "./webhooks.module.css";
import { words } from "./words";

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the server says of it. */
  readonly problems: readonly string[];
}

/** The document that makes each event, checked against the schema while it is written. */
export function QueryField({ value, onChange, problems }: Props): React.JSX.Element {
  const say = useWords(words);
  const [{ data }] = useQuery({ query: WebhookEventSchemaDocument });
  const found = useFaults(data?.webhookEventSchema, useDeferredValue(value));
  const said = found.length > 0 ? found : problems;
  return (
    <div className={styles["query"]}>
      <Field
        label={say("query")}
        hint={say("query.hint")}
        lines={10}
        value={value}
        onChange={onChange}
        problem={said.length > 0 ? said.join("\n") : undefined}
        spellCheck="false"
        isRequired
      />
      <details>
        <summary>{say("query.schema")}</summary>
        <pre tabIndex={0} className={styles["code"]}>
          {data?.webhookEventSchema}
        </pre>
      </details>
    </div>
  );
}

/** What is wrong with a document, as far as can be told here; the checker is loaded when needed. */
function useFaults(sdl: string | undefined, text: string): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    let isOver = false;
    if (sdl === undefined) return;
    void import("./faults").then(({ faults }) => {
      if (!isOver) setFound(faults(sdl, text));
    });
    return () => {
      isOver = true;
    };
  }, [sdl, text]);
  return found;
}
