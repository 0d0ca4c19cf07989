import type { ApolloClient } from "@apollo/client";

import {
  ApproveImagesDocument,
  type ProblemsFragment,
  type ReviewState,
  type RowFragment,
} from "../../shared/gql/graphql.js";
import { taken } from "../../shared/problems.js";

const APPROVED: ReviewState = "APPROVED";

/**
 * Approves pictures, which every list shows at once. What the server refuses is taken back when it
 * answers; its reasons are returned, for the one who clicked.
 */
export async function approve(
  client: ApolloClient,
  rows: readonly RowFragment[],
): Promise<readonly ProblemsFragment[]> {
  const { data } = await client.mutate({
    mutation: ApproveImagesDocument,
    variables: { input: { ids: rows.map(({ id }) => id) } },
    optimisticResponse: {
      __typename: "Mutation",
      approveImages: {
        __typename: "ApproveImagesPayload",
        images: rows.map((row) => ({ ...row, review: { ...row.review, state: APPROVED } })),
        userErrors: [],
      },
    },
  });
  return taken(data).approveImages.userErrors;
}
