import { createLink } from "@tanstack/react-router";
import { Button as AriaButton, type ButtonProps } from "react-aria-components/Button";

import styles from "./button.module.css";
import { off } from "./off";

type Kind = "primary" | "plain" | "quiet" | "danger";

interface Looks {
  /** One primary button a view; plain by default, quiet without a border, danger to destroy. */
  readonly kind?: Kind;
  /** Lower, for tool bars and rows. */
  readonly small?: boolean;
  /** As wide as high, for an icon alone: it needs an `aria-label`. */
  readonly square?: boolean;
}

function look({ kind = "plain", small = false, square = false }: Looks): string {
  const of = [styles["button"], styles[kind], small && styles["small"], square && styles["square"]];
  return of.filter(Boolean).join(" ");
}

/** A button that does something when it is pressed; with `isDisabled` nothing, but it keeps the focus. */
export function Button({
  kind,
  small,
  square,
  isDisabled = false,
  ...props
}: Omit<ButtonProps, "className" | "render"> & Looks): React.JSX.Element {
  const looks = { ...(kind && { kind }), ...(small && { small }), ...(square && { square }) };
  return <AriaButton {...props} {...(isDisabled && { render: off })} className={look(looks)} />;
}

/** A link to a file, or to another place than our pages, that looks like a button. */
export function FileLink({
  kind,
  small,
  square,
  ...props
}: Omit<React.ComponentPropsWithRef<"a">, "className"> & Looks): React.JSX.Element {
  const looks = { ...(kind && { kind }), ...(small && { small }), ...(square && { square }) };
  return <a {...props} className={look(looks)} />;
}

/** A link to a page that looks like a button: `to`, `params` and `search` are typed. */
export const ButtonLink = createLink(FileLink);
