/** Scrolls a row of which not all has room so that the first that fits `selector` is in sight. */
export function center(row: HTMLElement | null, selector: string): void {
  const here = row?.querySelector(selector);
  if (!row || !here) return;
  const [around, own] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
  row.scrollLeft += own.left + own.width / 2 - (around.left + around.width / 2);
}
