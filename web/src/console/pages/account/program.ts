const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** What a browser's long name means to people: "Firefox, Linux"; else its beginning. */
export function program(userAgent: string): string {
  const named = [PROGRAMS, SYSTEMS].map((of) => of.find(([like]) => like.test(userAgent))?.[1]);
  const known = named.filter((one) => one !== undefined);
  return known.length > 0 ? known.join(", ") : userAgent.slice(0, 60) || "–";
}
