import type { ApolloClient } from "@apollo/client";
import { lastValueFrom, map, scan, takeWhile } from "rxjs";

import { ImageProcessingDocument } from "../../shared/gql/graphql.js";
import { Stages } from "../../shared/stages.js";
import { taken } from "../../shared/problems.js";

/** Follows pictures until all are READY; gives the stages of each. Throws where one FAILED. */
export async function follow(client: ApolloClient, imageIds: readonly string[]): Promise<Stages> {
  const events = client
    .subscribe({ query: ImageProcessingDocument, variables: { imageIds: [...imageIds] } })
    .pipe(
      map(({ data, error }) => {
        if (error) throw error;
        return taken(data).imageProcessing;
      }),
      scan((stages, event) => stages.hear(event), new Stages(imageIds)),
      takeWhile((stages) => !stages.areReady, true),
    );
  return lastValueFrom(events);
}
