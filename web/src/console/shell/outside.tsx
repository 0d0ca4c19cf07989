import { Broken } from "./broken";
import { NotFound } from "./not-found";

/** An address without a page, outside the frame of those who are signed in. */
export function NotFoundOutside(): React.JSX.Element {
  return (
    <main>
      <NotFound />
    </main>
  );
}

/** What broke outside that frame. */
export function BrokenOutside(): React.JSX.Element {
  return (
    <main>
      <Broken />
    </main>
  );
}
