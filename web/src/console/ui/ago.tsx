import { useFormats } from "../words/formats";

/** How long ago something was; when exactly is told where a pointer rests on it. */
export function Ago({ at }: { readonly at: string }): React.JSX.Element {
  const { ago, dateTime } = useFormats();
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at)}
    </time>
  );
}
