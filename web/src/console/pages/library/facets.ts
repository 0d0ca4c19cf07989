import { useEffect, useMemo, useRef } from "react";
import { useQuery } from "urql";

import type { ImagesWhere } from "../../generated/schema";
import type { FacetCountsFragment } from "./library.generated";
import { LibraryFacetsDocument } from "./library.generated";

type Counts = ReadonlyMap<string, number>;

/** How many images of a list have which values. */
export interface Facets {
  readonly review: Counts;
  readonly state: Counts;
  readonly product: Counts;
  readonly group: Counts;
  readonly collection: Counts;
  /** By missed rule. */
  readonly quality: Counts;
  /** By channel and answer, as google:FAIL. */
  readonly channel: Counts;
  readonly keyword: Counts;
  readonly importer: Counts;
}

const SETTLED = 1500;
const NONE: Counts = new Map();
const NOTHING: Facets = {
  review: NONE,
  state: NONE,
  product: NONE,
  group: NONE,
  collection: NONE,
  quality: NONE,
  channel: NONE,
  keyword: NONE,
  importer: NONE,
};

/** Those of the last answer until the next one is there; asked anew when all is quiet again. */
export function useFacets(where: ImagesWhere, changes: number): Facets {
  const [{ data }, ask] = useQuery({ query: LibraryFacetsDocument, variables: { where } });
  useEffect(() => {
    if (changes === 0) return undefined;
    const timer = window.setTimeout(() => ask({ requestPolicy: "network-only" }), SETTLED);
    return () => window.clearTimeout(timer);
  }, [changes, ask]);
  const last = useRef(NOTHING);
  return useMemo(() => {
    const told = data?.images.facets;
    if (!told) return last.current;
    last.current = {
      review: countsOf(told.review),
      state: countsOf(told.state),
      product: countsOf(told.productCode),
      group: countsOf(told.group),
      collection: countsOf(told.collection),
      quality: failedOf(told.quality),
      channel: countsOf(told.readiness),
      keyword: countsOf(told.keyword),
      importer: countsOf(told.importer),
    };
    return last.current;
  }, [data]);
}

function countsOf({ values }: FacetCountsFragment): Counts {
  return new Map(values.map(({ value, count }) => [value, count]));
}

const FAIL = "FAIL:";

/** Of values such as FAIL:SHARPNESS and WARN:NOISE those that were missed, by rule. */
function failedOf({ values }: FacetCountsFragment): Counts {
  const failed = values.filter(({ value }) => value.startsWith(FAIL));
  return new Map(failed.map(({ value, count }) => [value.slice(FAIL.length), count]));
}
