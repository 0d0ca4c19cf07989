import { X } from "lucide-react";
import { useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";

import type { ImagesWhere } from "../../generated/schema";
import { Button } from "../../ui/button";
import { uiWords } from "../../ui/words";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { type Facets, useFacets } from "./facets";
import { channelOf, type Filter, MISSING, NARROWING, READINESS, REVIEWS, RULES, STATES } from "./filter";
import styles from "./library.module.css";
import { useChannels, useCollections, useGroups, useSenders } from "./names";
import { begin, readPeriod } from "./period";
import { PeriodFacet } from "./period-facet";
import { words } from "./words";

export type Change = (to: Partial<Record<keyof Filter, string | undefined>>) => void;

interface Value {
  readonly value: string;
  readonly label: string;
  readonly count?: number | undefined;
}

interface Props {
  readonly filter: Filter;
  readonly where: ImagesWhere;
  readonly changes: number;
  readonly onChange: Change;
}

const PERIODS = ["added", "taken"] as const;

/** What the list can be narrowed by, and how many of it that would leave. */
export function Filters({ filter, where, changes, onChange }: Props): React.JSX.Element {
  const say = useWords(words);
  const ui = useWords(uiWords);
  const facets = useFacets(where, changes);
  const groups = useGroups();
  const collections = useCollections();
  const channels = useChannels();
  const senders = useSenders();

  function facet(part: keyof Filter, values: readonly Value[], counts?: Facets[keyof Facets]): React.JSX.Element {
    return (
      <Facet
        title={say(`facet.${part}` as "facet.review")}
        values={counted(values, counts, filter[part])}
        chosen={filter[part]}
        onChoose={(value) => onChange({ [part]: value })}
      />
    );
  }

  /** What is told by itself, without names. */
  function plain(counts: Facets[keyof Facets], chosen: string | undefined): readonly Value[] {
    const values = new Set([...counts.keys(), ...(chosen === undefined ? [] : [chosen])]);
    return [...values].map((value) => ({ value, label: value }));
  }

  return (
    <div className={styles["facets"]}>
      {facet("review", REVIEWS.map((value) => ({ value, label: ui(`state.${value}`) })), facets.review)}
      {facet("state", STATES.map((value) => ({ value, label: ui(`state.${value}`) })), facets.state)}
      {facet("missing", MISSING.map((value) => ({ value, label: say(`missing.${value}`) })))}
      {facet("product", plain(facets.product, filter.product), facets.product)}
      {facet("group", groups, facets.group)}
      {facet("collection", collections, facets.collection)}
      {facet("keyword", plain(facets.keyword, filter.keyword), facets.keyword)}
      {facet("quality", RULES.map((value) => ({ value, label: say(`rule.${value}`) })), facets.quality)}
      {facet(
        "channel",
        channels.flatMap(({ id, name }) =>
          READINESS.map((state) => ({ value: `${id}:${state}`, label: say(`readiness.${state}`, { name }) })),
        ),
        facets.channel,
      )}
      {facet("importer", senders, facets.importer)}
      {PERIODS.map((part) => (
        <PeriodFacet
          key={part}
          title={say(`facet.${part}`)}
          chosen={filter[part]}
          onChoose={(value) => onChange({ [part]: value })}
        />
      ))}
    </div>
  );
}

/**
 * With counts, those of the most first, and without what none has. Where one is chosen the list
 * has no others: all are there to change to, uncounted.
 */
function counted(
  values: readonly Value[],
  counts: ReadonlyMap<string, number> | undefined,
  chosen: string | undefined,
): readonly Value[] {
  if (counts === undefined) return values;
  const known = values.map((one) => ({ ...one, count: counts.get(one.value) }));
  if (chosen !== undefined) return known;
  return known
    .filter(({ count }) => count !== undefined)
    .sort((one, other) => (other.count ?? 0) - (one.count ?? 0));
}

const FEW = 6;

interface FacetProps {
  readonly title: string;
  readonly values: readonly Value[];
  readonly chosen: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

/** One thing to narrow by: press a value to have those alone, once more to have all. */
function Facet({ title, values, chosen, onChoose }: FacetProps): React.JSX.Element | null {
  const say = useWords(words);
  const format = useFormats();
  const [isWhole, setWhole] = useState(false);
  if (values.length === 0) return null;
  const shown = values.filter(({ value }, at) => isWhole || at < FEW || value === chosen);
  return (
    <div role="group" aria-label={title} className={styles["facet"]}>
      <h2 className={styles["facetTitle"]}>{title}</h2>
      {shown.map(({ value, label, count }) => (
        <ToggleButton
          key={value}
          isSelected={value === chosen}
          onChange={(isSelected) => onChoose(isSelected ? value : undefined)}
          className={styles["value"] ?? ""}
        >
          <span className={styles["valueName"]}>{label}</span>
          {count !== undefined && <span className={styles["valueCount"]}>{format.number(count)}</span>}
        </ToggleButton>
      ))}
      {values.length > FEW && (
        <Button kind="quiet" small onPress={() => setWhole(!isWhole)}>
          {say(isWhole ? "facet.fewer" : "facet.all", { count: values.length, title })}
        </Button>
      )}
    </div>
  );
}

/** What the list is narrowed by now; each can be taken away. */
export function Active({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: Change;
}): React.JSX.Element | null {
  const say = useWords(words);
  const name = useValueName();
  const parts = NARROWING.filter((part) => part !== "q" && filter[part] !== undefined);
  if (parts.length === 0) return null;
  return (
    <ul className={styles["active"]} aria-label={say("active")}>
      {parts.map((part) => {
        const text = `${say(`facet.${part}` as "facet.review")}: ${name(part, filter[part] ?? "")}`;
        return (
          <li key={part}>
            <Button small aria-label={say("active.remove", { text })} onPress={() => onChange({ [part]: undefined })}>
              {text}
              <X aria-hidden="true" size={14} />
            </Button>
          </li>
        );
      })}
      <li>
        <Button
          kind="quiet"
          small
          onPress={() => onChange(Object.fromEntries(NARROWING.map((part) => [part, undefined])))}
        >
          {say("clear")}
        </Button>
      </li>
    </ul>
  );
}

/** Calls a value as its facet does. */
function useValueName(): (part: keyof Filter, value: string) => string {
  const say = useWords(words);
  const ui = useWords(uiWords);
  const groups = useGroups();
  const collections = useCollections();
  const channels = useChannels();
  const senders = useSenders();
  const { date } = useFormats();
  return (part, value) => {
    if (part === "review" || part === "state") return ui(`state.${value}` as "state.READY");
    if (part === "missing") return say(`missing.${value}` as "missing.TITLE");
    if (part === "quality") return say(`rule.${value}` as "rule.NOISE");
    if (part === "group") return groups.find((one) => one.value === value)?.label ?? "…";
    if (part === "collection") return collections.find((one) => one.value === value)?.label ?? "…";
    if (part === "importer") return senders.find((one) => one.value === value)?.label ?? "…";
    if (part === "added" || part === "taken") {
      const { from, to } = readPeriod(value) ?? { from: "", to: "" };
      const kind = from === "" ? "until" : to === "" ? "since" : "between";
      const [first, last] = [from, to].map((day) => (day === "" ? "" : date(begin(day).toISOString())));
      return say(`period.${kind}`, { from: first, to: last });
    }
    const answer = part === "channel" ? channelOf(value) : undefined;
    if (answer === undefined) return value;
    const name = channels.find(({ id }) => id === answer.id)?.name ?? answer.id;
    return say(`readiness.${answer.state}` as "readiness.PASS", { name });
  };
}
