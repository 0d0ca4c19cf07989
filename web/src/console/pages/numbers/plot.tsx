import "uplot/dist/uPlot.min.css";

import { useEffect, useRef } from "react";
import uPlot from "uplot";

import type { Colour, Series, Shape } from "./chart";
import styles from "./numbers.module.css";

const HEIGHT = 256;

/** Between lines of what is counted: there are no halves of pictures. */
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 500_000];

/** A line that is crossed by others is told from them by more than its colour. */
const DASHES: Readonly<Partial<Record<Colour, readonly number[]>>> = { 2: [2, 4], 3: [8, 5] };

interface Props {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly shape: Shape;
  readonly tell: (value: number) => string;
  readonly steps?: readonly number[];
}

/** Draws on a canvas, anew when the window or the theme changes. */
export default function Plot({ labels, series, shape, tell, steps }: Props): React.JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = place.current;
    if (node === null) return;
    let plot: uPlot | null = null;
    const draw = (): void => {
      plot?.destroy();
      const ordered = inOrder(series, shape);
      const parts = { labels, series: ordered, shape, tell, ...(steps && { steps }) };
      const options = optionsOf(parts, node);
      plot = new uPlot(options, dataOf(ordered), node);
    };
    draw();
    const size = new ResizeObserver(() => {
      plot?.setSize({ width: node.clientWidth, height: HEIGHT });
    });
    size.observe(node);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      size.disconnect();
      theme.disconnect();
      dark.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [labels, series, shape, tell, steps]);
  return <div ref={place} />;
}

/** What lies behind is drawn first: of bars the last. */
function inOrder(series: readonly Series[], shape: Shape): readonly Series[] {
  if (shape === "lines") return series;
  if (shape === "layers") return series.toReversed();
  return series.map((one, last) => ({ ...one, values: sums(series.slice(0, last + 1)) })).toReversed();
}

function sums(series: readonly Series[]): number[] {
  const count = series[0]?.values.length ?? 0;
  return Array.from({ length: count }, (_, at) =>
    series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
  );
}

function dataOf(series: readonly Series[]): uPlot.AlignedData {
  const count = series[0]?.values.length ?? 0;
  const along = Array.from({ length: count }, (_, at) => at);
  return [along, ...series.map(({ values }) => [...values])];
}

function optionsOf({ labels, series, shape, tell, steps }: Props, node: HTMLElement): uPlot.Options {
  const [ink, line] = colours(node, styles["axis"] ?? "");
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const font = `12px ${getComputedStyle(node).fontFamily}`;
  const increments = steps ?? (isCounted(series) ? WHOLE_STEPS : undefined);
  const lines = labels.some((label) => label.includes("\n")) ? 2 : 1;
  const drawn = series.map((one) => lineOf(one, shape, node));
  return {
    width: node.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.5, labels.length - 0.5] },
      y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] },
    },
    axes: [
      {
        ...axis,
        font,
        grid: { show: false },
        incrs: [1, 2, 5, 10, 20, 50, 100],
        space: 70,
        size: 34 + 16 * lines,
        values: (_, places) => places.map((at) => labels[at] ?? ""),
      },
      {
        ...axis,
        ...(increments && { incrs: [...increments] }),
        font,
        size: 76,
        values: (_, values) => values.map((value) => tell(value)),
      },
    ],
    series: [{}, ...drawn],
  };
}

function isCounted(series: readonly Series[]): boolean {
  const values = series.flatMap((one) => one.values);
  return values.every((one) => one === null || (Number.isInteger(one) && one < 1_000_000));
}

function lineOf({ label, colour }: Series, shape: Shape, node: HTMLElement): uPlot.Series {
  const [stroke] = colours(node, styles[`c${colour}`] ?? "");
  const dash = DASHES[colour];
  if (shape === "lines") {
    const points = { show: true, size: 6 };
    return { label, stroke, width: 2, points, ...(dash && { dash: [...dash] }) };
  }
  const paths = uPlot.paths.bars?.({ size: [0.7, 48] });
  return { label, stroke, fill: stroke, width: 0, points: { show: false }, ...(paths && { paths }) };
}

/** The colour of ink and ground that a class has here and now: a canvas knows no tokens. */
function colours(node: HTMLElement, name: string): [string, string] {
  const probe = document.createElement("span");
  probe.className = name;
  node.append(probe);
  const { color, backgroundColor } = getComputedStyle(probe);
  probe.remove();
  return [color, backgroundColor];
}
