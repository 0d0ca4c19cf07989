import { Copy } from "lucide-react";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./copy-menu.module.css";
import { copyText } from "./copying";
import menu from "./menu.module.css";
import { notify } from "./toasts";
import { uiWords } from "./words";

/** What can be copied: what it is called, and the text. */
export interface Copied {
  readonly name: string;
  readonly text: string;
}

/** Names and addresses of the thing that a page is about, to be pasted elsewhere. */
export function CopyMenu({ of }: { readonly of: readonly Copied[] }): React.JSX.Element {
  const say = useWords(uiWords);

  async function copy({ name, text }: Copied): Promise<void> {
    if (await copyText(text)) notify(say("copy.done", { name }));
    else notify(say("copy.failed"), "bad");
  }

  return (
    <MenuTrigger>
      <Button>
        <Copy aria-hidden="true" size={16} />
        {say("copy")}
      </Button>
      <Popover placement="bottom end" className={`${menu["popover"]} ${styles["popover"]}`}>
        <Menu aria-label={say("copy")} className={menu["menu"] ?? ""}>
          {of.map((one) => (
            <MenuItem
              key={one.name}
              textValue={one.name}
              onAction={() => void copy(one)}
              className={`${menu["item"]} ${styles["item"]}`}
            >
              <span>{one.name}</span>
              <span className={styles["text"]}>{one.text}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
