import { useState } from "react";
import { useQuery } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { Check, CheckGroup } from "../../../ui/check";
import { Field } from "../../../ui/field";
import { useFieldProblem } from "../../../ui/refusals";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { BatchPlacesDocument } from "../travel/travel.generated";
import { words } from "../words";
import { type Filled, NAMES, NEW_GROUP, NO_GROUP, POLICIES } from "./batch";
import styles from "./batch-fields.module.css";
import { ProductField } from "./product-field";

interface Props {
  readonly filled: Filled;
  readonly onChange: (filled: Filled) => void;
  readonly refusals: readonly RefusalFragment[];
}

/** So many groups and collections are there to choose from. */
const MOST = 100;

/** What is said of all files of a batch: product, group, collections, and duplicates. */
export function BatchFields({ filled, onChange, refusals }: Props): React.JSX.Element {
  const say = useWords(words);
  const problem = useFieldProblem(refusals);
  const [isNew, setNew] = useState(false);
  const variables = { groups: MOST, collections: MOST };
  const [{ data }] = useQuery({ query: BatchPlacesDocument, variables });
  const groups = data?.imageGroups.nodes ?? [];
  // Nothing is put into smart ones: their filters decide.
  const collections = data?.collections.nodes.filter(({ kind }) => kind === "MANUAL") ?? [];

  function set(change: Partial<Filled>): void {
    onChange({ ...filled, ...change });
  }

  return (
    <div className={styles["fields"]}>
      <ProductField
        value={filled.productCode}
        onChange={(productCode) => set({ productCode })}
        onNew={setNew}
        problem={problem("productCode")}
      />
      {isNew && (
        <Field
          label={say("batch.productName")}
          value={filled.productName}
          onChange={(productName) => set({ productName })}
          maxLength={256}
          problem={problem("productName")}
        />
      )}
      <Select
        label={say("batch.group")}
        value={filled.group}
        onChange={(group) => set({ group })}
        options={[
          { value: NO_GROUP, label: say("batch.group.none") },
          { value: NEW_GROUP, label: say("batch.group.new") },
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        problem={filled.group === NEW_GROUP ? undefined : problem("group")}
      />
      {filled.group === NEW_GROUP && (
        <Field
          label={say("batch.groupName")}
          value={filled.groupName}
          onChange={(groupName) => set({ groupName })}
          maxLength={200}
          problem={problem("name")}
        />
      )}
      {filled.group !== NO_GROUP && filled.group !== NEW_GROUP && (
        <Select
          label={say("batch.sameName")}
          value={filled.sameName}
          onChange={(sameName) => set({ sameName })}
          options={NAMES.map((value) => ({ value, label: say(`batch.sameName.${value}`) }))}
        />
      )}
      <Select
        label={say("batch.duplicates")}
        value={filled.duplicates}
        onChange={(duplicates) => set({ duplicates })}
        options={POLICIES.map((value) => ({ value, label: say(`batch.duplicates.${value}`) }))}
      />
      <div className={styles["wide"]}>
        <Check isSelected={filled.byPicture} onChange={(byPicture) => set({ byPicture })}>
          {say("batch.pictures")}
        </Check>
      </div>
      <details className={styles["wide"]}>
        <summary className={styles["summary"]}>
          {say("batch.collections.chosen", { count: filled.collectionIds.length })}
        </summary>
        {collections.length === 0 ? (
          <p className={styles["none"]}>{say("batch.collections.none")}</p>
        ) : (
          <div className={styles["collections"]}>
            <CheckGroup
              label={say("batch.collections")}
              value={filled.collectionIds}
              onChange={(collectionIds) => set({ collectionIds })}
              options={collections.map(({ id, name }) => ({ value: id, label: name }))}
              problem={problem("collectionIds")}
            />
          </div>
        )}
      </details>
    </div>
  );
}
