import type { ExportState } from "../../../generated/schema";
import type { Tone } from "../../../ui/chip";

export const STATE_TONES: Readonly<Record<ExportState, Tone>> = {
  QUEUED: "neutral",
  RUNNING: "info",
  CANCELLING: "warn",
  READY: "good",
  FAILED: "bad",
  CANCELLED: "neutral",
};

/** Whether an export is still to change by itself. */
export function isOpen({ state }: { readonly state: ExportState }): boolean {
  return state === "QUEUED" || state === "RUNNING" || state === "CANCELLING";
}
