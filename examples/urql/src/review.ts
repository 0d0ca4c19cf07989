import type { Client } from "@urql/core";

import { ApproveImagesDocument, type ProblemsFragment } from "../../shared/gql/graphql.js";
import { taken } from "../../shared/problems.js";

/**
 * Approves pictures, which every list shows at once: see `optimistic` in the cache. What the server
 * refuses is taken back when it answers; its reasons are returned, for the one who clicked.
 */
export async function approve(
  client: Client,
  ids: readonly string[],
): Promise<readonly ProblemsFragment[]> {
  const { data, error } = await client.mutation(ApproveImagesDocument, { input: { ids } });
  if (error) throw error;
  return taken(data).approveImages.userErrors;
}
