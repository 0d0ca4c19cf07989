import { useRef } from "react";

import { useIsAtLeast } from "../../../session/account";
import { useWords } from "../../../words/words";
import { Frame } from "../frame";
import { words } from "../words";
import { FromUrls } from "./from-urls";
import { FromZip } from "./from-zip";
import { ImportList } from "./import-list";
import styles from "./imports.module.css";

/** Pictures from elsewhere: addresses, ZIP archives, and what became of them. */
export function ImportsPage(): React.JSX.Element {
  const say = useWords(words);
  const may = useIsAtLeast("IMPORTER");
  const reload = useRef<() => void>(null);
  return (
    <Frame tab={say("part.imports")}>
      {may && (
        <>
          <div className={styles["ways"]}>
            <FromUrls onBegun={() => reload.current?.()} />
            <FromZip onBegun={() => reload.current?.()} />
          </div>
          <ImportList reloadRef={reload} />
        </>
      )}
    </Frame>
  );
}
