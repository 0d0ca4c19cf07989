/** Puts a text on the clipboard; whether it is there now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByEvent(text);
  }
}

/** Browsers have no `navigator.clipboard` where the console is served without https. */
function copyByEvent(text: string): boolean {
  function give(event: ClipboardEvent): void {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  }
  document.addEventListener("copy", give, { once: true });
  const isDone = document.execCommand("copy");
  document.removeEventListener("copy", give);
  return isDone;
}
