import type { Item } from "../travel/item";

/** A table of what was not taken in, as spreadsheets read it. */
export function refusedCsv(
  head: string,
  items: readonly Item[],
  why: (item: Item) => string | null,
): Blob {
  const rows = items.map((item) =>
    [item.path, String(item.size), item.trouble?.code ?? "", why(item) ?? ""].map(cell).join(";"),
  );
  // The mark at the begin tells Excel that it is UTF-8.
  return new Blob([`\uFEFF${[head, ...rows].join("\r\n")}\r\n`], { type: "text/csv" });
}

/** Quoted; what a spreadsheet would take for a formula stays text. */
function cell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${tame.replaceAll('"', '""')}"`;
}

/** Hands a file over, as if it had been fetched. */
export function handOver(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
