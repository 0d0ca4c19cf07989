import { useEffect, useRef } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";

import { center } from "./center";
import styles from "./tabs.module.css";

interface One<Key extends string> {
  readonly key: Key;
  readonly label: string;
}

interface Props<Key extends string> {
  /** What the tabs are of, for screen readers. */
  readonly label: string;
  readonly of: readonly One<Key>[];
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
  /** What the chosen tab shows. */
  readonly children: React.ReactNode;
}

/** Parts of a page of which one shows; the arrow keys go from tab to tab. */
export function Tabs<Key extends string>({
  label,
  of,
  chosen,
  onChoose,
  children,
}: Props<Key>): React.JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    center(list.current, '[aria-selected="true"]');
  }, [chosen]);

  function choose(id: React.Key): void {
    const found = of.find(({ key }) => key === id);
    if (found) onChoose(found.key);
  }

  return (
    <AriaTabs selectedKey={chosen} onSelectionChange={choose} className={styles["tabs"] ?? ""}>
      <TabList ref={list} aria-label={label} className={styles["list"] ?? ""}>
        {of.map((one) => (
          <Tab key={one.key} id={one.key} className={styles["tab"] ?? ""}>
            {one.label}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={chosen} id={chosen} className={styles["panel"] ?? ""}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
