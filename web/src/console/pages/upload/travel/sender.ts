import AwsS3 from "@uppy/aws-s3";
import Uppy, { type Body, type Meta } from "@uppy/core";

/** Where and how the bytes of a file are to be sent. */
export interface Ticket {
  readonly uploadId: string;
  readonly method: "POST" | "PUT" | "MULTIPART";
  readonly url: string | null;
  readonly headers: readonly Named[];
  readonly partBytes: number | null;
}

interface Named {
  readonly name: string;
  readonly value: string;
}

/** Leave to send one part. */
export interface SignedPart {
  readonly url: string;
  readonly headers: readonly Named[];
}

interface Ways {
  readonly sign: (uploadId: string, partNumber: number) => Promise<SignedPart>;
  /** The numbers of the parts that are there. */
  readonly partsThere: (uploadId: string) => Promise<readonly number[]>;
  readonly onProgress: (id: string, sent: number) => void;
  readonly onSent: (id: string) => void;
  readonly onFailed: (id: string, error: Error) => void;
}

/** So many requests to the store are under way at once. */
const AT_ONCE = 4;
const SILENT = { debug: nothing, warn: nothing, error: nothing };

/** Sends files to the store by Uppy: several at once, large ones by the parts that are missing. */
export class Sender {
  readonly #uppy: Uppy<Meta, Body>;
  readonly #tickets = new Map<string, Ticket>();
  readonly #partBytes = new WeakMap<object, number>();

  constructor(ways: Ways) {
    this.#uppy = new Uppy<Meta, Body>({
      logger: SILENT,
      // Its own ids go by names and sizes; two folders may have the same file.
      onBeforeFileAdded: (file) => ({ ...file, id: String(file.meta["travels"]) }),
    });
    this.#uppy.use(AwsS3, {
      limit: AT_ONCE,
      shouldUseMultipart: (file) => this.#ticket(file.id).method === "MULTIPART",
      getChunkSize: (data) => this.#partBytes.get(data) ?? data.size,
      getUploadParameters: (file) => {
        const { url, headers } = this.#ticket(file.id);
        if (url === null) throw new Error("This ticket leads nowhere.");
        return { method: "PUT", url, headers: sendable(headers) };
      },
      createMultipartUpload: (file) => {
        const { uploadId } = this.#ticket(file.id);
        return { uploadId, key: uploadId };
      },
      signPart: async (_, { uploadId, partNumber }) => {
        const { url, headers } = await ways.sign(uploadId, partNumber);
        return { method: "PUT", url, headers: sendable(headers) };
      },
      listParts: async (_, { uploadId }) => {
        const there = await ways.partsThere(uploadId ?? "");
        return there.map((number) => ({ PartNumber: number, ETag: "" }));
      },
      // The API puts the parts together by `completeUploads`, and removes what is not completed.
      completeMultipartUpload: () => ({}),
      abortMultipartUpload: nothing,
    });
    this.#uppy.on("upload-progress", (file, { bytesUploaded }) => {
      if (file) ways.onProgress(file.id, bytesUploaded);
    });
    this.#uppy.on("upload-success", (file) => file && this.#leave(file.id, () => ways.onSent(file.id)));
    this.#uppy.on("upload-error", (file, error) => {
      if (file) this.#leave(file.id, () => ways.onFailed(file.id, new Error(error.message)));
    });
  }

  /** Begins to send a file, or goes on with what of it is not there. */
  send(id: string, name: string, type: string, data: Blob, ticket: Ticket): void {
    this.#tickets.set(id, ticket);
    if (ticket.partBytes !== null) this.#partBytes.set(data, ticket.partBytes);
    this.#uppy.addFile({ name, type, data, meta: { travels: id } });
    if (ticket.method === "MULTIPART") {
      // With these it asks first which parts are there.
      const s3Multipart = { uploadId: ticket.uploadId, key: ticket.uploadId };
      const restored = { isRestored: true, s3Multipart };
      this.#uppy.setFileState(id, restored);
    }
    void this.#uppy.upload().catch(nothing);
  }

  /** Stops sending; of a file in parts, the parts that are there stay. */
  stop(id: string): void {
    this.#tickets.delete(id);
    if (this.#uppy.getFile(id)) this.#uppy.removeFile(id);
  }

  /** Once Uppy has done with the event: it would look for the file again. */
  #leave(id: string, then: () => void): void {
    setTimeout(() => {
      if (!this.#tickets.has(id)) return;
      this.stop(id);
      then();
    });
  }

  #ticket(id: string): Ticket {
    const ticket = this.#tickets.get(id);
    if (ticket === undefined) throw new Error("This file has no ticket.");
    return ticket;
  }
}

/** Browsers count the bytes themselves, and let nobody else say it. */
function sendable(headers: readonly Named[]): Record<string, string> {
  const ours = headers.filter(({ name }) => name.toLowerCase() !== "content-length");
  return Object.fromEntries(ours.map(({ name, value }) => [name, value]));
}

function nothing(): void {
  // There is nothing to be done.
}
