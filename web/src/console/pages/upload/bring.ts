import type { Client } from "@urql/core";

import type { Handed } from "../../ui/files-anywhere";
import { filesOfHanded } from "./files/handed";
import { uploadsOf } from "./travel/uploads";

/** Puts what was handed over on another page into the list of the upload page. */
export async function bring(handed: readonly Handed[], client: Client, account: string): Promise<void> {
  uploadsOf(client, account).choose(await filesOfHanded(handed));
}
