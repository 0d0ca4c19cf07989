import type { ApolloClient } from "@apollo/client";

import {
  CompleteUploadsDocument,
  CreateUploadsDocument,
  SignUploadPartsDocument,
  UploadImagesDocument,
  type UploadImagesInput,
} from "../../shared/gql/graphql.js";
import { done, taken } from "../../shared/problems.js";
import type { Progress } from "../../shared/sending.js";
import { type Sign, sendToStore } from "../../shared/store.js";

/** Sends files through the API, in one request; gives the new images' ids. */
export async function upload(
  client: ApolloClient,
  input: UploadImagesInput,
  onProgress: Progress,
): Promise<string[]> {
  const { data } = await client.mutate({
    mutation: UploadImagesDocument,
    variables: { input },
    context: { fetchOptions: { onProgress } },
  });
  const { results } = done(data?.uploadImages);
  return results.map(({ imageId, error }) => taken(imageId, error));
}

/** Sends files straight to the store, large ones in parts; gives the new images' ids. */
export async function uploadDirectly(
  client: ApolloClient,
  files: readonly File[],
  onProgress: (file: File, sent: number, total: number) => void,
): Promise<string[]> {
  const announced = files.map(({ name, type, size }) => ({
    fileName: name,
    contentType: type,
    size,
  }));
  const begun = await client.mutate({
    mutation: CreateUploadsDocument,
    variables: { input: { files: announced, method: "MULTIPART" } },
  });
  const tickets = done(begun.data?.createUploads).results;
  const ids: string[] = [];
  for (const [index, file] of files.entries()) {
    const ticket = taken(tickets[index], tickets[index]?.error);
    await sendToStore(file, ticket, signer(client), (sent, total) => onProgress(file, sent, total));
    ids.push(taken(ticket.uploadId));
  }
  const input = { ids };
  const ended = await client.mutate({ mutation: CompleteUploadsDocument, variables: { input } });
  const { results } = done(ended.data?.completeUploads);
  return results.map(({ imageId, error }) => taken(imageId, error));
}

function signer(client: ApolloClient): Sign {
  return async (uploadId, partNumbers) => {
    const variables = { input: { uploadId, partNumbers } };
    const { data } = await client.mutate({ mutation: SignUploadPartsDocument, variables });
    return done(data?.signUploadParts).parts;
  };
}
