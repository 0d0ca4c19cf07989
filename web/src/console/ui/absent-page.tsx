import type { CombinedError } from "urql";

import { ButtonLink } from "./button";
import { Empty } from "./empty";
import { Page } from "./page";
import { Loading, Problem } from "./problem";

interface Props {
  readonly title: string;
  readonly error: CombinedError | undefined;
  readonly onRetry: () => void;
  /** Whether the API has said that there is nothing (any more). */
  readonly isGone: boolean;
  readonly gone: {
    readonly icon: React.ReactElement;
    readonly title: string;
    /** Where there are others. */
    readonly to: NonNullable<React.ComponentProps<typeof ButtonLink>["to"]>;
    readonly back: string;
  };
}

/** A page while it has nothing to show: it is on its way, was not to be had, or is not there. */
export function AbsentPage({ title, error, onRetry, isGone, gone }: Props): React.JSX.Element {
  return (
    <Page title={title}>
      {error && <Problem error={error} onRetry={onRetry} />}
      {!error && !isGone && <Loading />}
      {isGone && (
        <Empty
          icon={gone.icon}
          title={gone.title}
          action={
            // Of the page that it leads to, this one is no part.
            <ButtonLink to={gone.to} activeOptions={{ exact: true }}>
              {gone.back}
            </ButtonLink>
          }
        />
      )}
    </Page>
  );
}
