import type { Client } from "@urql/core";

import {
  CompleteUploadsDocument,
  CreateUploadsDocument,
  type CreateUploadsInput,
  SignUploadPartsDocument,
  UploadImagesDocument,
  type UploadImagesInput,
} from "../../shared/gql/graphql.js";
import { done, taken } from "../../shared/problems.js";
import { type Progress, watchedFetch } from "../../shared/sending.js";
import { type Sign, sendToStore } from "../../shared/store.js";

/** Sends files through the API, in one request; gives the new images' ids. */
export async function upload(
  client: Client,
  input: UploadImagesInput,
  onProgress: Progress,
): Promise<string[]> {
  const context = { fetch: watchedFetch(onProgress) };
  const { data, error } = await client.mutation(UploadImagesDocument, { input }, context);
  if (error) throw error;
  const { results } = done(data?.uploadImages);
  return results.map((one) => taken(one.imageId, one.error));
}

/** Sends files straight to the store, large ones in parts; gives the new images' ids. */
export async function uploadDirectly(
  client: Client,
  files: readonly File[],
  onProgress: (file: File, sent: number, total: number) => void,
): Promise<string[]> {
  const announced = files.map(({ name, type, size }) => ({
    fileName: name,
    contentType: type,
    size,
  }));
  const input: CreateUploadsInput = { files: announced, method: "MULTIPART" };
  const begun = await client.mutation(CreateUploadsDocument, { input });
  if (begun.error) throw begun.error;
  const tickets = done(begun.data?.createUploads).results;
  const ids: string[] = [];
  for (const [index, file] of files.entries()) {
    const ticket = taken(tickets[index], tickets[index]?.error);
    await sendToStore(file, ticket, signer(client), (sent, total) => onProgress(file, sent, total));
    ids.push(taken(ticket.uploadId));
  }
  const ended = await client.mutation(CompleteUploadsDocument, { input: { ids } });
  if (ended.error) throw ended.error;
  return done(ended.data?.completeUploads).results.map((one) => taken(one.imageId, one.error));
}

function signer(client: Client): Sign {
  return async (uploadId, partNumbers) => {
    const variables = { input: { uploadId, partNumbers } };
    const { data, error } = await client.mutation(SignUploadPartsDocument, variables);
    if (error) throw error;
    return done(data?.signUploadParts).parts;
  };
}
