import { useMemo } from "react";

import { useLanguage } from "../../words/words";

/** Days in UTC as short as an axis has them. */
export function useDays(days: readonly string[]): readonly string[] {
  const language = useLanguage();
  const key = days.join(" ");
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
    return key === "" ? [] : key.split(" ").map((day) => format.format(new Date(day)));
  }, [language, key]);
}
