import type { Client } from "@urql/core";
import { map, pipe, scan, takeWhile, toPromise } from "wonka";

import { ImageProcessingDocument } from "../../shared/gql/graphql.js";
import { taken } from "../../shared/problems.js";
import { Stages } from "../../shared/stages.js";

/** Follows pictures until all are READY; gives the stages of each. Throws where one FAILED. */
export function follow(client: Client, imageIds: readonly string[]): Promise<Stages> {
  return pipe(
    client.subscription(ImageProcessingDocument, { imageIds: [...imageIds] }),
    map(({ data, error }) => {
      if (error) throw error;
      return taken(data).imageProcessing;
    }),
    scan((stages, event) => stages.hear(event), new Stages(imageIds)),
    takeWhile((stages) => !stages.areReady, true),
    toPromise,
  );
}
