import { useEffect, useState } from "react";

const MILLISECONDS = 250;

/** A text as it is once nobody has typed for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), MILLISECONDS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}
