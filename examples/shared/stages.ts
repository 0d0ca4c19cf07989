/** How far pictures have got. */

import type { ImageProcessingSubscription } from "./gql/graphql.js";

type Event = ImageProcessingSubscription["imageProcessing"];

export class Stages {
  readonly #told: Map<string, string[]>;

  constructor(imageIds: readonly string[]) {
    this.#told = new Map(imageIds.map((id) => [id, []]));
  }

  /** Of each picture, in the order in which they were asked for. */
  get lists(): string[][] {
    return [...this.#told.values()];
  }

  get areReady(): boolean {
    return this.lists.every((stages) => stages.includes("READY"));
  }

  /** Notes a stage; throws where a picture FAILED. After a break, stages may be told again. */
  hear({ imageId, stage, problem }: Event): this {
    if (stage === "FAILED") throw new Error(problem?.message ?? "A picture failed.");
    const stages = this.#told.get(imageId);
    if (stages && !stages.includes(stage)) stages.push(stage);
    return this;
  }
}
