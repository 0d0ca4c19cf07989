import { geoGraticule, geoNaturalEarth1, geoPath, type GeoProjection } from "d3-geo";
import { Minus, Plus } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import worldUrl from "world-atlas/land-110m.json?url";

import { Button } from "../../../ui/button";
import { useWords } from "../../../words/words";
import { words } from "../words";
import type { At } from "./position";
import styles from "./world-map.module.css";

const WIDTH = 720;
const HEIGHT = 360;
/** How much larger than the whole world, and how many degrees apart its lines then are. */
const STEPS = [
  { scale: 1, lines: 10 },
  { scale: 2, lines: 10 },
  { scale: 4, lines: 5 },
  { scale: 8, lines: 2 },
  { scale: 16, lines: 1 },
] as const;
const WHOLE: Seen = { step: 0, middle: { latitude: 0, longitude: 0 } };

interface Seen {
  readonly step: number;
  /** What lies in the middle; the whole world is always seen as it is. */
  readonly middle: At;
}

interface Props {
  readonly at: At | null;
  readonly label: string;
  /** A press on the map: a place with two decimals, which is about a kilometre. */
  readonly onPick?: (at: At) => void;
}

/** The land of the world and one place on it; drawn here, so that nobody learns of the place. */
export function WorldMap({ at, label, onPick }: Props): React.JSX.Element {
  const say = useWords(words);
  const [seen, setSeen] = useState(WHOLE);
  const { projection, land, lines } = useDrawn(seen);
  const mark = at && projection([at.longitude, at.latitude]);

  function go(by: 1 | -1): void {
    const step = Math.min(Math.max(seen.step + by, 0), STEPS.length - 1);
    setSeen({ step, middle: at ?? seen.middle });
  }

  function pressed(event: React.MouseEvent<SVGSVGElement>): void {
    const place = placeAt(event, projection);
    if (place) onPick?.(place);
  }

  return (
    <div className={styles["frame"]}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
        className={styles["map"]}
        data-picks={onPick !== undefined}
        onClick={pressed}
      >
        {lines !== null && <path d={lines} className={styles["lines"]} />}
        {land !== null && <path d={land} className={styles["land"]} />}
        {mark && <circle cx={mark[0]} cy={mark[1]} r={14} className={styles["ring"]} />}
        {mark && <circle cx={mark[0]} cy={mark[1]} r={4.5} className={styles["dot"]} />}
      </svg>
      <div className={styles["tools"]}>
        <Button small square aria-label={say("place.farther")} isDisabled={seen.step === 0} onPress={() => go(-1)}>
          <Minus aria-hidden="true" size={16} />
        </Button>
        <Button
          small
          square
          aria-label={say("place.nearer")}
          isDisabled={seen.step === STEPS.length - 1}
          onPress={() => go(1)}
        >
          <Plus aria-hidden="true" size={16} />
        </Button>
      </div>
    </div>
  );
}

interface Drawn {
  readonly projection: GeoProjection;
  readonly land: string | null;
  readonly lines: string | null;
}

function useDrawn({ step, middle: { latitude, longitude } }: Seen): Drawn {
  const world = useWorld();
  return useMemo(() => {
    const { scale, lines } = STEPS[step] ?? STEPS[0];
    const projection = projectionOf(scale, { latitude, longitude });
    const path = geoPath(projection).digits(1);
    return {
      projection,
      land: world === null ? null : path(world),
      lines: path(geoGraticule().step([lines, lines])()),
    };
  }, [world, step, latitude, longitude]);
}

/** The whole world, or a part of it around what is in the middle. */
function projectionOf(scale: number, { latitude, longitude }: At): GeoProjection {
  const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: "Sphere" });
  if (scale === 1) return projection;
  projection.scale(projection.scale() * scale);
  const [across = 0, down = 0] = projection([longitude, latitude]) ?? [];
  const [x, y] = projection.translate();
  return projection
    .translate([x + WIDTH / 2 - across, y + HEIGHT / 2 - down])
    .clipExtent([
      [0, 0],
      [WIDTH, HEIGHT],
    ]);
}

/** What was pressed on; null beside the world. */
function placeAt(event: React.MouseEvent<SVGSVGElement>, projection: GeoProjection): At | null {
  const size = event.currentTarget.getBoundingClientRect();
  const x = ((event.clientX - size.left) / size.width) * WIDTH;
  const y = ((event.clientY - size.top) / size.height) * HEIGHT;
  const [longitude, latitude] = projection.invert?.([x, y]) ?? [];
  if (longitude === undefined || latitude === undefined) return null;
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return null;
  return { latitude: rounded(latitude), longitude: rounded(longitude) };
}

function rounded(degrees: number): number {
  return Math.round(degrees * 100) / 100 || 0;
}

type Land = ReturnType<typeof feature>;

function useWorld(): Land | null {
  const [world, setWorld] = useState<Land | null>(null);
  useEffect(() => {
    let wanted = true;
    void fetch(worldUrl)
      .then(async (answer): Promise<Topology> => answer.json())
      .then((topology) => {
        const { land } = topology.objects;
        if (wanted && land) setWorld(feature(topology, land));
      });
    return () => {
      wanted = false;
    };
  }, []);
  return world;
}
