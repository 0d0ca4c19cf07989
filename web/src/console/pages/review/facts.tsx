import { Link } from "@tanstack/react-router";
import { AlertTriangle, Check, CircleX, Minus } from "lucide-react";
import { useEffect } from "react";
import { useQuery } from "urql";

import { Button } from "../../ui/button";
import { Chip, StateChip, type Tone } from "../../ui/chip";
import { nameOf, thumbOf } from "../../ui/pictures/picture";
import { Loading, Problem } from "../../ui/problem";
import { Thumbnail } from "../../ui/thumbnail";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import styles from "./facts.module.css";
import type { People } from "./names";
import type { Row } from "./queue";
import {
  ReviewChannelsDocument,
  ReviewFactsDocument,
  type ReviewFactsQuery,
  ReviewReadinessDocument,
} from "./review.generated";
import { Rules } from "./rules";
import { words } from "./words";

export type Facts = NonNullable<ReviewFactsQuery["image"]>;

/** What is known of a picture: read once, and again when it is another version. */
export function useFacts(row: Row | null): {
  readonly facts: Facts | null;
  readonly failed: React.JSX.Element | null;
} {
  const [{ data, error }, read] = useQuery({
    query: ReviewFactsDocument,
    variables: { id: row?.id ?? "" },
    requestPolicy: "cache-first",
    pause: row === null,
  });
  const facts = row !== null && data?.image?.id === row.id ? data.image : null;
  const isOld = facts !== null && row !== null && facts.version < row.version;
  useEffect(() => {
    if (isOld) read({ requestPolicy: "network-only" });
  }, [isOld, read]);
  const failed =
    error && facts === null ? (
      <Problem error={error} onRetry={() => read({ requestPolicy: "network-only" })} />
    ) : null;
  return { facts, failed };
}

interface Props {
  readonly row: Row;
  readonly facts: Facts | null;
  readonly people: People;
  readonly onAssign: () => void;
}

/** All that helps to decide, what speaks against the picture first. */
export function FactsPanel({ row, facts, people, onAssign }: Props): React.JSX.Element {
  const say = useWords(words);
  return (
    <section aria-label={say("facts")} className={styles["facts"]}>
      <Origin row={row} facts={facts} people={people} onAssign={onAssign} />
      {facts === null ? (
        <Loading />
      ) : (
        <>
          <Quality facts={facts} />
          <Completeness facts={facts} />
          <Channels id={row.id} />
          <Duplicates facts={facts} />
          <Rules facts={facts} people={people} />
          <Capture facts={facts} />
        </>
      )}
    </section>
  );
}

function Origin({ row, facts, people, onAssign }: Props): React.JSX.Element {
  const say = useWords(words);
  const formats = useFormats();
  const ago = formats.ago(row.createdAt);
  const who = people.nameOf(row.imported.importerId);
  const assignee = people.nameOf(row.assigneeId);
  const { review } = row;
  return (
    <dl className={styles["pairs"]}>
      <Pair label={say("facts.product")}>
        {row.productCode === null ? (
          <Chip tone="warn">{say("facts.product.none")}</Chip>
        ) : (
          <>
            {row.productCode}
            {facts?.product?.name != null && ` · ${facts.product.name}`}
          </>
        )}
      </Pair>
      <Pair label={say("facts.importer")}>
        <span title={formats.dateTime(row.createdAt)}>
          {who === undefined ? say("facts.importer.ago", { ago }) : say("facts.importer.by", { ago, who })}
        </span>
      </Pair>
      <Pair label={say("facts.assignee")}>
        <span className={styles["assignee"]}>
          {row.assigneeId === null ? say("assign.nobody") : (assignee ?? say("taken.somebody"))}
          <Button kind="quiet" small onPress={onAssign}>
            {say("assign.open")}
          </Button>
        </span>
      </Pair>
      {review.note !== null && <Pair label={say("facts.before")}>{review.note}</Pair>}
    </dl>
  );
}

function Pair({
  label,
  children,
}: {
  readonly label: string;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return (
    <div className={styles["pair"]}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Part({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: React.ReactNode;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return (
    <div className={styles["part"]}>
      <h3 className={styles["heading"]}>
        {title}
        {aside}
      </h3>
      {children}
    </div>
  );
}

function Quality({ facts: { quality } }: { readonly facts: Facts }): React.JSX.Element | null {
  const say = useWords(words);
  if (quality === null) return null;
  const found = quality.checks.filter(({ state }) => state === "FAIL" || state === "WARN");
  const tone: Tone = found.some(({ state }) => state === "FAIL") ? "bad" : found.length > 0 ? "warn" : "good";
  const aside = <Chip tone={tone}>{say("quality.score", { score: quality.score })}</Chip>;
  return (
    <Part title={say("quality")} aside={aside}>
      {found.length === 0 ? (
        <p className={styles["soft"]}>{say("quality.good")}</p>
      ) : (
        <ul className={styles["lines"]}>
          {found.map(({ rule, state, message }) => (
            <li key={rule} className={styles["line"]} title={message}>
              <span className={styles[state === "FAIL" ? "failed" : "warned"]}>
                {state === "FAIL" ? <CircleX aria-hidden="true" size={16} /> : <AlertTriangle aria-hidden="true" size={16} />}
              </span>
              <span className="visually-hidden">
                {say(state === "FAIL" ? "quality.FAIL" : "quality.WARN")}:{" "}
              </span>
              {say(`rule.${rule}`)}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Completeness({ facts }: { readonly facts: Facts }): React.JSX.Element {
  const say = useWords(words);
  const { metadata } = facts;
  const told = (text: string | null | undefined): boolean => text != null && text.trim() !== "";
  const lines = [
    ["complete.product", told(facts.productCode)],
    ["complete.altText", told(metadata?.altText) || (metadata?.altTexts.length ?? 0) > 0 || metadata?.decorative === true],
    ["complete.credit", told(metadata?.credit)],
    ["complete.licence", told(metadata?.usageTerms) || told(metadata?.licenseUrl)],
    ["complete.title", told(facts.title)],
    ["complete.keywords", facts.keywords.length > 0],
  ] as const;
  return (
    <Part title={say("complete")}>
      <ul className={styles["two"]}>
        {lines.map(([key, there]) => (
          <li key={key} className={styles["line"]}>
            <span className={styles[there ? "passed" : "missing"]}>
              {there ? <Check aria-hidden="true" size={16} /> : <Minus aria-hidden="true" size={16} />}
            </span>
            <span className={there ? "" : styles["soft"]}>{say(key)}</span>
            <span className="visually-hidden">: {say(there ? "complete.yes" : "complete.no")}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

const CHANNEL_TONES = {
  PASS: "good",
  WARN: "warn",
  FAIL: "bad",
  NOT_MEASURED: "neutral",
  NOT_APPLICABLE: "neutral",
} as const;

function Channels({ id }: { readonly id: string }): React.JSX.Element | null {
  const say = useWords(words);
  const [{ data }] = useQuery({ query: ReviewChannelsDocument, requestPolicy: "cache-first" });
  const channels = data?.channels ?? [];
  if (channels.length === 0) return null;
  return (
    <Part title={say("channels")}>
      <ul className={styles["lines"]}>
        {channels.map((channel) => (
          <ChannelLine key={channel.id} id={id} channel={channel.id} name={channel.name} needed={channel.neededForApproval} />
        ))}
      </ul>
    </Part>
  );
}

function ChannelLine({
  id,
  channel,
  name,
  needed,
}: {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly needed: boolean;
}): React.JSX.Element {
  const say = useWords(words);
  const [{ data }] = useQuery({
    query: ReviewReadinessDocument,
    variables: { id, channel },
    requestPolicy: "cache-first",
  });
  const readiness = data?.image?.channelReadiness;
  const unmet = readiness?.rules.filter(({ state }) => state === "FAIL" || state === "WARN") ?? [];
  return (
    <li>
      <details className={styles["channel"]} data-empty={unmet.length === 0}>
        <summary>
          <span>
            {name}
            {needed && <span className={styles["soft"]}> ({say("channels.needed")})</span>}
          </span>
          {readiness && (
            <Chip tone={CHANNEL_TONES[readiness.state]}>{say(`channels.${readiness.state}`)}</Chip>
          )}
        </summary>
        <ul className={styles["advice"]}>
          {unmet.map((rule) => (
            // The profiles of channels are written in English.
            <li key={rule.id} lang="en">
              {rule.message} {rule.advice}
            </li>
          ))}
          {unmet.length === 0 && <li>{say("quality.good")}</li>}
        </ul>
      </details>
    </li>
  );
}

/** The pictures like one, nearest first; each once. */
export function duplicatesOf(facts: Facts): readonly { readonly row: Row; readonly is: "exact" | "same" | "similar" }[] {
  const { exact, samePicture, similar } = facts.duplicates;
  const all = [
    ...exact.map((row) => ({ row, is: "exact" }) as const),
    ...samePicture.map((row) => ({ row, is: "same" }) as const),
    ...similar.map(({ image }) => ({ row: image, is: "similar" }) as const),
  ];
  return all.filter(({ row }, at) => all.findIndex((one) => one.row.id === row.id) === at);
}

function Duplicates({ facts }: { readonly facts: Facts }): React.JSX.Element {
  const say = useWords(words);
  const found = duplicatesOf(facts);
  return (
    <Part title={say("duplicates")} aside={found.length > 0 && <Chip tone="warn">{found.length}</Chip>}>
      {found.length === 0 ? (
        <p className={styles["soft"]}>{say("duplicates.none")}</p>
      ) : (
        <ul className={styles["lines"]}>
          {found.slice(0, 4).map(({ row, is }) => (
            <li key={row.id} className={styles["twin"]}>
              <span className={styles["tiny"]}>
                <Thumbnail src={thumbOf(row)} alt="" thumbHash={row.thumbHash} cover />
              </span>
              <Link to="/images/$imageId" params={{ imageId: row.id }} className={styles["name"]}>
                {nameOf(row)}
              </Link>
              <span className={styles["soft"]}>{say(`duplicates.${is}`)}</span>
              <StateChip state={row.state === "READY" ? row.review.state : row.state} />
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Capture({ facts }: { readonly facts: Facts }): React.JSX.Element {
  const say = useWords(words);
  const formats = useFormats();
  const { metadata, suggestions } = facts;
  const taken = metadata?.capturedAt ?? metadata?.capturedAtLocal;
  const camera = [metadata?.cameraMake, metadata?.cameraModel, metadata?.lensModel].filter(Boolean);
  const place = [metadata?.city, metadata?.country].filter(Boolean);
  const rights = [metadata?.credit, ...(metadata?.creators ?? []), metadata?.usageTerms].filter(Boolean);
  const exposure = [
    metadata?.focalLength != null && `${formats.number(metadata.focalLength)} mm`,
    metadata?.fNumber != null && `f/${formats.number(metadata.fNumber)}`,
    metadata?.exposureTime != null && shutter(metadata.exposureTime),
    metadata?.iso != null && `ISO ${metadata.iso}`,
  ].filter(Boolean);
  return (
    <dl className={styles["pairs"]}>
      <Pair label={say("facts.captured")}>{taken != null ? formats.dateTime(taken) : say("facts.unknown")}</Pair>
      {camera.length > 0 && <Pair label={say("facts.camera")}>{camera.join(" · ")}</Pair>}
      {exposure.length > 0 && <Pair label={say("facts.exposure")}>{exposure.join(" · ")}</Pair>}
      {place.length > 0 && <Pair label={say("facts.place")}>{place.join(", ")}</Pair>}
      {rights.length > 0 && <Pair label={say("facts.rights")}>{[...new Set(rights)].join(" · ")}</Pair>}
      {suggestions.length > 0 && (
        <Pair label={say("facts.suggestions")}>
          <Link to="/images/$imageId" params={{ imageId: facts.id }}>
            {say("facts.suggestions.open", { count: suggestions.length })}
          </Link>
        </Pair>
      )}
    </dl>
  );
}

/** As photographers write it: 1/250 s. */
function shutter(seconds: number): string {
  return seconds >= 0.3 || seconds <= 0 ? `${seconds} s` : `1/${Math.round(1 / seconds)} s`;
}
