import { lazy, Suspense } from "react";

import { Card } from "../../ui/card";
import { Part } from "../../ui/form";
import { Loading } from "../../ui/problem";
import { type Column, Table } from "../../ui/table";
import { useWords } from "../../words/words";
import styles from "./numbers.module.css";
import { words } from "./words";

const Plot = lazy(() => import("./plot"));

/** One line or row of bars: what it is called, and its value at each place; null is a gap. */
export interface Series {
  readonly label: string;
  readonly colour: Colour;
  readonly values: readonly (number | null)[];
}

/** Which of the colours of `numbers.module.css`. */
export type Colour = 0 | 1 | 2 | 3 | 4;

/** Lines; bars that stand on each other; or bars of which the first stands before the next. */
export type Shape = "lines" | "stack" | "layers";

interface Props {
  readonly title: string;
  readonly lead?: string;
  /** What the places along the axis are, for the table's heading. */
  readonly along: string;
  /** A line break where one must be, as under bars. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly shape: Shape;
  /** How a value is said. */
  readonly tell: (value: number) => string;
  /** What may lie between two lines of the scale, where tens would be odd, as of seconds. */
  readonly steps?: readonly number[];
}

interface Line {
  readonly label: string;
  readonly at: number;
}

/** A plot, what its colours mean, and the same as a table for whoever does not see it. */
export function Chart(props: Props): React.JSX.Element {
  const say = useWords(words);
  const { title, lead, labels, series, along, tell } = props;
  const isEmpty = series.every(({ values }) => values.every((value) => value === null));
  const columns: Column<Line>[] = [
    { key: "along", label: along, cell: ({ label }) => label.replace("\n", ": ") },
    ...series.map(({ label, values }, number) => ({
      key: `${number}`,
      label,
      end: true,
      cell: ({ at }: Line) => told(values[at] ?? null, tell),
    })),
  ];
  return (
    <Part title={title} {...(lead !== undefined && { lead })}>
      <Card>
        {isEmpty ? <p>{say("plot.none")}</p> : <Drawn {...props} />}
        {!isEmpty && (
          <details className={styles["table"]}>
            <summary>{say("asTable", { title })}</summary>
            <Table
              label={title}
              columns={columns}
              rows={labels.map((label, at) => ({ label, at }))}
              rowKey={({ at }) => String(at)}
            />
          </details>
        )}
      </Card>
    </Part>
  );
}

/** The plot, and what its colours mean. */
function Drawn(props: Props): React.JSX.Element {
  const say = useWords(words);
  const { title, series, shape } = props;
  const swatch = styles[shape === "lines" ? "stroke" : "swatch"] ?? "";
  return (
    <>
      <ul className={styles["legend"]}>
        {series.map(({ label, colour }) => (
          <li key={label}>
            <span className={`${swatch} ${styles[`c${colour}`]}`} />
            {label}
          </li>
        ))}
      </ul>
      <div className={styles["plot"]} role="img" aria-label={say("plotOf", { title })}>
        <Suspense fallback={<Loading />}>
          <Plot {...props} />
        </Suspense>
      </div>
    </>
  );
}

function told(value: number | null, tell: (value: number) => string): string {
  return value === null ? "–" : tell(value);
}
