import { ArrowLeft, ArrowRight } from "lucide-react";
import { useNavigate } from "@tanstack/react-router";

import { useChoice } from "../../choice";
import { useSteps } from "../../client/steps";
import { ButtonLink } from "../../ui/button";
import { shortcuts, useKeys } from "../../ui/shortcuts";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import styles from "./whole.module.css";
import { words } from "./words";

/** To the neighbours in the list that one came from, by J and K, too. */
export function Steps({ id }: { readonly id: string }): React.JSX.Element | null {
  const say = useWords(words);
  const { number } = useFormats();
  const navigate = useNavigate();
  const steps = useSteps(id);

  function go(to: string | null): void {
    if (to === null) return;
    void navigate({ to: "/images/$imageId", params: { imageId: to }, search: true });
  }

  useKeys(useChoice(shortcuts) === "on", (key) => {
    const to = key === "j" ? steps.after : key === "k" ? steps.before : null;
    go(to);
    return to !== null;
  });

  if (steps.place === null) return null;
  return (
    <nav aria-label={say("steps")} className={styles["steps"]}>
      <Step to={steps.before} label={say("steps.before")} keys="k">
        <ArrowLeft aria-hidden="true" size={16} />
      </Step>
      {say("steps.place", { place: number(steps.place), count: number(steps.count) + (steps.isMore ? "+" : "") })}
      <Step to={steps.after} label={say("steps.after")} keys="j">
        <ArrowRight aria-hidden="true" size={16} />
      </Step>
    </nav>
  );
}

interface StepProps {
  readonly to: string | null;
  readonly label: string;
  readonly keys: string;
  readonly children: React.ReactNode;
}

function Step({ to, label, keys, children }: StepProps): React.JSX.Element | null {
  if (to === null) return null;
  return (
    <ButtonLink
      to="/images/$imageId"
      params={{ imageId: to }}
      search={true}
      kind="quiet"
      small
      square
      aria-label={label}
      aria-keyshortcuts={keys}
      title={label}
    >
      {children}
    </ButtonLink>
  );
}
