import type { Client, OperationResult } from "@urql/core";
import { pipe, subscribe } from "wonka";

import {
  ImageProcessingDocument,
  type ImageProcessingSubscription,
} from "../../shared/gql/graphql.js";
import { Stages } from "../../shared/stages.js";

/** Follows pictures until all are READY; gives the stages of each. Throws where one FAILED. */
export function follow(client: Client, imageIds: readonly string[]): Promise<Stages> {
  const stages = new Stages(imageIds);
  return new Promise((resolve, reject) => {
    const hear = ({ data, error }: OperationResult<ImageProcessingSubscription>) => {
      try {
        if (error) throw error;
        if (data) stages.hear(data.imageProcessing);
        if (stages.areReady) end(() => resolve(stages));
      } catch (problem) {
        end(() => reject(problem));
      }
    };
    // Not while urql hands out an event: an HTTP stream that is cut off then rejects unheard.
    const end = (tell: () => void) => setTimeout(() => (unsubscribe(), tell()));
    const { unsubscribe } = pipe(
      client.subscription(ImageProcessingDocument, { imageIds: [...imageIds] }),
      subscribe(hear),
    );
  });
}
