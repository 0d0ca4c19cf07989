import type { Client } from "@urql/core";

import type { RefusalFragment } from "../../../client/refusal.generated";
import type { CreateUploadsInput } from "../../../generated/schema";
import type { SignedPart } from "./sender";
import {
  AnnounceUploadsDocument,
  type AnnounceUploadsMutation,
  EndUploadsDocument,
  type EndUploadsMutation,
  FollowUploadsDocument,
  type FollowUploadsSubscription,
  KnownFilesDocument,
  type KnownFilesQuery,
  MakeUploadGroupDocument,
  SignTravelPartsDocument,
  TravelPartsDocument,
} from "./travel.generated";

export type Announced = AnnounceUploadsMutation["createUploads"];
export type Ended = EndUploadsMutation["completeUploads"]["results"][number];
export type Known = KnownFilesQuery["checkDuplicates"][number];
export type Stage = FollowUploadsSubscription["imageProcessing"];

/** A call did not get through; it may be tried again. */
export class NotAsked extends Error {
  override name = "NotAsked";
}

/** A call was refused; to say it again would not help. */
export class RefusedCall extends Error {
  override name = "RefusedCall";
  readonly refusal: RefusalFragment;

  constructor(refusal: RefusalFragment) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** How soon one asks again to be told what goes on, in milliseconds. */
const AGAIN = 3000;

/** What uploads ask of the API. All throw NotAsked where it cannot be reached. */
export class Asking {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  announce = async (input: CreateUploadsInput): Promise<Announced> => {
    const { data, error } = await this.#client.mutation(AnnounceUploadsDocument, { input });
    return answer(data, error).createUploads;
  };

  end = async (ids: readonly string[]): Promise<readonly Ended[]> => {
    const { data, error } = await this.#client.mutation(EndUploadsDocument, { input: { ids } });
    const { results, userErrors } = answer(data, error).completeUploads;
    refuse(userErrors);
    return results;
  };

  known = async (sha256: readonly string[]): Promise<readonly Known[]> => {
    const context = { requestPolicy: "network-only" } as const;
    const { data, error } = await this.#client.query(KnownFilesDocument, { sha256 }, context);
    return answer(data, error).checkDuplicates;
  };

  /** The id of a new group. @throws RefusedCall */
  group = async (name: string, idempotencyKey: string): Promise<string> => {
    const input = { name, idempotencyKey };
    const { data, error } = await this.#client.mutation(MakeUploadGroupDocument, { input });
    const { group, userErrors } = answer(data, error).createImageGroup;
    refuse(userErrors);
    if (!group) throw new NotAsked("There is no group.");
    return group.id;
  };

  /** @throws RefusedCall */
  sign = async (uploadId: string, partNumber: number): Promise<SignedPart> => {
    const input = { uploadId, partNumbers: [partNumber] };
    const { data, error } = await this.#client.mutation(SignTravelPartsDocument, { input });
    const { parts, userErrors } = answer(data, error).signUploadParts;
    refuse(userErrors);
    const [part] = parts;
    if (!part) throw new NotAsked("There is no such part.");
    return part;
  };

  partsThere = async (uploadId: string): Promise<readonly number[]> => {
    const context = { requestPolicy: "network-only" } as const;
    const { data, error } = await this.#client.query(TravelPartsDocument, { uploadId }, context);
    return (answer(data, error).uploadParts?.parts ?? []).map(({ partNumber }) => partNumber);
  };

  /** Tells each stage of pictures, those reached so far first; returns what ends that. */
  follow = (imageIds: readonly string[], hear: (stage: Stage) => void): (() => void) => {
    let timer: number | undefined;
    let stop = nothing;
    const begin = (): void => {
      const source = this.#client.subscription(FollowUploadsDocument, { imageIds });
      const { unsubscribe } = source.subscribe(({ data, error }) => {
        if (data) hear(data.imageProcessing);
        if (error) timer = window.setTimeout(() => (stop(), begin()), AGAIN);
      });
      stop = unsubscribe;
    };
    begin();
    return () => {
      window.clearTimeout(timer);
      // Not while urql hands out an event.
      setTimeout(() => stop());
    };
  };
}

function answer<Data>(data: Data | undefined, error: Error | undefined): Data {
  if (data === undefined || error !== undefined) throw new NotAsked(error?.message);
  return data;
}

function refuse(refusals: readonly RefusalFragment[]): void {
  const [first] = refusals;
  if (first !== undefined) throw new RefusedCall(first);
}

function nothing(): void {
  // There is nothing to be done.
}
