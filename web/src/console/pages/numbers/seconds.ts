import { useFormats } from "../../words/formats";

/** Says a duration in seconds; a dash where none was measured. */
export function useDuration(): (seconds: number | null) => string {
  const { duration } = useFormats();
  return (seconds) => (seconds === null ? "–" : duration(seconds));
}
