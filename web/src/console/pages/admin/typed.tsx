import { useEffect, useRef, useState } from "react";

import { Field } from "../../ui/field";

const PAUSE_MILLISECONDS = 300;

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  readonly type?: "search" | "text";
  /** As the address has it. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A text of the address; it counts when one has stopped to write. */
export function Typed({ value, onChange, ...field }: Props): React.JSX.Element {
  const [written, setWritten] = useState(value);
  const told = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  // The address has changed by another way, such as a link.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setWritten(value);
  }, [value]);
  useEffect(() => {
    const wanted = written.trim();
    if (wanted === told.current) return;
    const timer = window.setTimeout(() => {
      told.current = wanted;
      latest.current(wanted);
    }, PAUSE_MILLISECONDS);
    return () => window.clearTimeout(timer);
  }, [written]);
  return <Field {...field} value={written} onChange={setWritten} />;
}
