import { Ellipsis } from "lucide-react";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { Button } from "./button";
import styles from "./menu.module.css";

interface Deed {
  readonly key: string;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly onDo: () => void;
}

interface Props {
  /** What it is a menu of, for screen readers: the row must be told from the others. */
  readonly label: string;
  readonly of: readonly Deed[];
}

/** What else can be done with a row, where buttons for all of it would not have room. */
export function RowMenu({ label, of }: Props): React.JSX.Element {
  return (
    <MenuTrigger>
      <Button kind="quiet" small square aria-label={label}>
        <Ellipsis aria-hidden="true" size={18} />
      </Button>
      <Popover placement="bottom end" className={styles["popover"] ?? ""}>
        <Menu aria-label={label} className={styles["menu"] ?? ""}>
          {of.map(({ key, label: name, isDisabled = false, onDo }) => (
            <MenuItem
              key={key}
              id={key}
              isDisabled={isDisabled}
              onAction={onDo}
              className={styles["item"] ?? ""}
            >
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
