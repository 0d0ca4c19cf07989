import type { ApolloClient } from "@apollo/client";
import { filter, firstValueFrom, from, map } from "rxjs";

import { ImagesDocument, type ImagesWhere, type RowFragment } from "../../shared/gql/graphql.js";

/** Reads a list page by page, as a screen with a "more" button does; gives what it then shows. */
export async function browse(
  client: ApolloClient,
  where: ImagesWhere,
  first: number,
): Promise<readonly RowFragment[]> {
  const list = client.watchQuery({ query: ImagesDocument, variables: { first, where } });
  const onScreen = list.subscribe(() => {});
  const shown = (atLeast: number) =>
    firstValueFrom(
      from(list).pipe(
        map(({ data, dataState }) => (dataState === "complete" ? data.images : undefined)),
        filter((images) => images !== undefined && images.edges.length >= atLeast),
      ),
    );
  let images = await shown(0);
  while (images?.pageInfo.hasNextPage) {
    const before = images.edges.length;
    await list.fetchMore({ variables: { after: images.pageInfo.endCursor } });
    images = await shown(before + 1);
  }
  onScreen.unsubscribe();
  return images?.edges.map(({ node }) => node) ?? [];
}
