import type { Client } from "@urql/core";

import { ImagesDocument, type ImagesWhere, type RowFragment } from "../../shared/gql/graphql.js";
import { taken } from "../../shared/problems.js";

/** Reads a list page by page, as a screen with a "more" button does; gives what it then shows. */
export async function browse(
  client: Client,
  where: ImagesWhere,
  first: number,
): Promise<readonly RowFragment[]> {
  const page = async (after: string | null) => {
    const { data, error } = await client.query(ImagesDocument, { first, where, after });
    if (error) throw error;
    return taken(data).images;
  };
  let images = await page(null);
  // The cache joins each page to those before it.
  while (images.pageInfo.hasNextPage) images = await page(taken(images.pageInfo.endCursor));
  return images.edges.map(({ node }) => node);
}
