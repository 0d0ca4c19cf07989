import { InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";

import knowledge from "./possible-types.js";

/** What tells one list of pictures from another: all but which page of it. */
const LISTS = ["where", "orderBy", "search", "similarTo"];

/**
 * Objects are kept once, by `__typename` and `id`. The pages of a list are joined into one list
 * for each combination of what was asked for.
 */
export function makeCache(): InMemoryCache {
  return new InMemoryCache({
    ...knowledge,
    typePolicies: { Query: { fields: { images: relayStylePagination(LISTS) } } },
  });
}
