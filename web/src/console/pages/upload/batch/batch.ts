import type { DuplicatePolicy, SameName } from "../../../generated/schema";
import type { Batch } from "../travel/item";

export const NO_GROUP = "none";
export const NEW_GROUP = "new";
export const POLICIES = ["REUSE", "REJECT", "KEEP"] as const satisfies readonly DuplicatePolicy[];
export const NAMES = ["KEEP_BOTH", "REPLACE", "REJECT"] as const satisfies readonly SameName[];

/** What somebody has filled in of a batch, as the fields have it. */
export interface Filled {
  readonly productCode: string;
  readonly productName: string;
  /** NO_GROUP, NEW_GROUP, or the id of one. */
  readonly group: string;
  readonly groupName: string;
  readonly collectionIds: readonly string[];
  readonly duplicates: DuplicatePolicy;
  readonly byPicture: boolean;
  readonly sameName: SameName;
}

export const BLANK: Filled = {
  productCode: "",
  productName: "",
  group: NO_GROUP,
  groupName: "",
  collectionIds: [],
  duplicates: "REUSE",
  byPicture: false,
  sameName: "KEEP_BOTH",
};

/** As the API takes it, with the id of the group that was made where it is new. */
export function batchOf(filled: Filled, made: string | null): Batch {
  const code = filled.productCode.trim();
  const name = filled.productName.trim();
  const group = made ?? (filled.group === NO_GROUP ? null : filled.group);
  return {
    ...(code !== "" && { productCode: code }),
    ...(code !== "" && name !== "" && { productName: name }),
    ...(group !== null && { group: { id: group }, sameName: filled.sameName }),
    collectionIds: filled.collectionIds,
    duplicates: filled.duplicates,
    duplicatesBy: filled.byPicture ? "PICTURE" : "FILE",
  };
}

/** The parts of the API's inputs whose refusals the fields of a batch show. */
export const BATCH_FIELDS = ["productCode", "productName", "group", "name", "collectionIds"];
