import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { useMemo } from "react";
import type { Topology } from "topojson-specification";
import worldUrl from "world-atlas/land-110m.json?url";
import { useEffect, useState } from "react";

import styles from "./world-map.module.css";

const WIDTH = 720;
const HEIGHT = 360;

interface Props {
  readonly latitude: number;
  readonly longitude: number;
  readonly label: string;
}

/** The land of the world and one place on it; drawn here, so that nobody learns of the place. */
export function WorldMap({ latitude, longitude, label }: Props): React.JSX.Element {
  const world = useWorld();
  const { land, lines, x, y } = useMemo(() => {
    const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: "Sphere" });
    const path = geoPath(projection).digits(1);
    const [across, down] = projection([longitude, latitude]) ?? [0, 0];
    return {
      land: world === null ? null : path(world),
      lines: path(geoGraticule10()),
      x: across,
      y: down,
    };
  }, [world, latitude, longitude]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className={styles["map"]}>
      {lines !== null && <path d={lines} className={styles["lines"]} />}
      {land !== null && <path d={land} className={styles["land"]} />}
      <circle cx={x} cy={y} r={14} className={styles["ring"]} />
      <circle cx={x} cy={y} r={4.5} className={styles["dot"]} />
    </svg>
  );
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
