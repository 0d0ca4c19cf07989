import type { Exchange } from "@urql/core";
import { type OptimisticMutationResolver, cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";

import { schema } from "./introspection.js";

/** What has no id of its own is part of what holds it. */
const PARTS = ["PublishedRendition", "Publication", "Review"];

/**
 * Objects are kept once, by `__typename` and `id`. The pages of a list are joined into one list
 * for each combination of what was asked for.
 */
export function makeCache(): Exchange {
  return cacheExchange({
    schema,
    keys: Object.fromEntries(PARTS.map((name) => [name, () => null])),
    resolvers: { Query: { images: relayPagination() } },
    optimistic: { approveImages },
  });
}

/** Every list shows pictures as approved at once; what is refused is taken back by itself. */
const approveImages: OptimisticMutationResolver<{ input: { ids: string[] } }> = ({ input }) => ({
  __typename: "ApproveImagesPayload",
  images: input.ids.map((id) => ({
    __typename: "Image",
    id,
    review: { __typename: "Review", state: "APPROVED" },
  })),
  userErrors: [],
});
