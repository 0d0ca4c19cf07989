import { Columns2, Filter as FilterIcon, Keyboard, LayoutGrid, RectangleHorizontal } from "lucide-react";
import { useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";

import type { ReviewQueueAssignee } from "../../generated/schema";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";
import { useWords } from "../../words/words";
import type { People } from "./names";
import { type Filter, NONE } from "./queue";
import styles from "./toolbar.module.css";
import { words } from "./words";

export type Mode = "one" | "list" | "compare";

interface Props {
  readonly assignee: ReviewQueueAssignee;
  readonly onAssignee: (assignee: ReviewQueueAssignee) => void;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly onHelp: () => void;
  readonly people: People;
}

const MODES = [
  ["one", "view.one", RectangleHorizontal],
  ["compare", "compare", Columns2],
  ["list", "view.list", LayoutGrid],
] as const;

/** Whose queue, which of it, and how it is shown. */
export function Toolbar(props: Props): React.JSX.Element {
  const { assignee, onAssignee, filter, onFilter, mode, onMode, onHelp, people } = props;
  const say = useWords(words);
  const [open, setOpen] = useState(false);
  const isSet = filter.product !== "" || filter.importer !== "";
  const whose = (["ANYONE", "UNASSIGNED", "ME"] as const).map((value) => ({
    value,
    label: say(`whose.${value}`),
  }));
  return (
    <div className={styles["toolbar"]}>
      <div className={styles["row"]}>
        <div className={styles["whose"]}>
          <Select label={say("whose")} hideLabel options={whose} value={assignee} onChange={onAssignee} />
        </div>
        <Button aria-expanded={open} onPress={() => setOpen(!open)}>
          <FilterIcon aria-hidden="true" size={16} />
          {say("filter")}
          {isSet && <span className={styles["dot"]} aria-hidden="true" />}
        </Button>
        <span className={styles["gap"]} />
        <ToggleButtonGroup
          aria-label={say("view")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[mode]}
          onSelectionChange={(keys) => {
            const found = MODES.find(([one]) => keys.has(one));
            if (found) onMode(found[0]);
          }}
          className={styles["modes"] ?? ""}
        >
          {MODES.map(([one, key, Icon]) => (
            <ToggleButton key={one} id={one} className={styles["mode"] ?? ""} aria-label={say(key)}>
              <Icon aria-hidden="true" size={18} />
              <span className={styles["wide"]}>{say(key)}</span>
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Button square aria-label={say("shortcuts")} onPress={onHelp}>
          <Keyboard aria-hidden="true" size={18} />
        </Button>
      </div>
      {open && (
        <div className={styles["filters"]}>
          <Field
            label={say("filter.product")}
            value={filter.product}
            onChange={(product) => onFilter({ ...filter, product })}
          />
          <Select
            label={say("filter.importer")}
            options={[
              { value: "", label: say("filter.importer.any") },
              ...people.importers.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={filter.importer}
            onChange={(importer) => onFilter({ ...filter, importer })}
          />
          <Button isDisabled={!isSet} onPress={() => onFilter(NONE)}>
            {say("filter.clear")}
          </Button>
        </div>
      )}
    </div>
  );
}
