import { Choice } from "../choice";

/** How bright the console is; SYSTEM follows the machine. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = new Choice<Theme>("ecogram/theme", THEMES, "system");

/** Keeps the document in the theme that counts; style sheets read `data-theme`. */
export function keepThemed(root: HTMLElement): void {
  const apply = (): void => {
    root.dataset["theme"] = theme.get();
  };
  theme.subscribe(apply);
  apply();
}
