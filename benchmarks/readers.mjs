// The same list by servers in JavaScript, as their documentation has them.
// node readers.mjs NAME MONGODB_URI DATABASE, run where they are installed; prints its port.

import { createServer } from "node:http";
import { MongoClient } from "mongodb";

const [name, uri, database] = process.argv.slice(2);
const client = await new MongoClient(uri).connect();
const images = client.db(database).collection("images");
const PUBLIC = "https://pictures.example";

const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar ByteCount
  scalar URL
  enum ProcessingState { AWAITING_UPLOAD QUEUED PROCESSING READY FAILED }
  enum ReviewState { PENDING APPROVED REJECTED WITHDRAWN }
  enum ReviewReason { OUT_OF_FOCUS OTHER }
  enum ImportSource { UPLOAD DIRECT URL ARCHIVE BUCKET }
  enum ProductRole { MAIN ADDITIONAL LIFESTYLE SWATCH DETAIL }
  type Review { state: ReviewState! reason: ReviewReason note: String byUserId: ID at: DateTime }
  type ImportRecord {
    fileName: String! fileSize: ByteCount! importerId: ID importedAt: DateTime! source: ImportSource!
  }
  type Rendition {
    preset: String! url: URL! width: Int! height: Int! bytes: ByteCount! contentType: String!
  }
  type Publication { at: DateTime! renditions: [Rendition!]! }
  type Image {
    id: ID! version: Int! state: ProcessingState! fileName: String! contentType: String!
    bytes: ByteCount! sha256: String width: Int height: Int orientation: Int thumbHash: String
    dominantColor: String title: String description: String keywords: [String!]!
    productCode: String productPosition: Int productRole: ProductRole createdAt: DateTime!
    updatedAt: DateTime! review: Review! imported: ImportRecord! publication: Publication
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type ImageConnection { nodes: [Image!]! pageInfo: PageInfo! }
  input ImagesWhere { reviewState: ReviewState }
  type Query { images(where: ImagesWhere, first: Int!): ImageConnection! }
`;

const time = (value) => (value instanceof Date ? value.toISOString() : value);
const globalId = (kind, id) => (id ? Buffer.from(`${kind}:${id}`).toString("base64") : null);
const FIELDS = [
  "version", "state", "imported", "original", "facts", "edits.title", "edits.description",
  "edits.keywords", "metadata.title", "metadata.description", "metadata.keywords", "product_code",
  "product_position", "product_role", "created_at", "updated_at", "review", "publication",
];
const projection = Object.fromEntries(FIELDS.map((field) => [field, 1]));

function rendition(row) {
  return {
    preset: row.preset, url: `${PUBLIC}/${row.key}`, width: row.width, height: row.height,
    bytes: row.bytes, contentType: row.content_type,
  };
}

function image(row) {
  const { imported, original, facts, review, publication } = row;
  const said = (field) => row.edits?.[field] ?? row.metadata?.[field] ?? null;
  return {
    id: globalId("Image", row._id), version: row.version, state: row.state,
    fileName: original.name ?? imported.file_name, contentType: original.content_type,
    bytes: original.bytes, sha256: original.sha256, width: facts.width, height: facts.height,
    orientation: facts.orientation, thumbHash: facts.thumb_hash,
    dominantColor: facts.dominant_color, title: said("title"), description: said("description"),
    keywords: said("keywords") ?? [], productCode: row.product_code,
    productPosition: row.product_position, productRole: row.product_role,
    createdAt: row.created_at, updatedAt: row.updated_at,
    review: {
      state: review.state, reason: review.reason, note: review.note,
      byUserId: globalId("User", review.by), at: review.at,
    },
    imported: {
      fileName: imported.file_name, fileSize: imported.file_size,
      importerId: globalId("User", imported.importer_id), importedAt: imported.imported_at,
      source: imported.source,
    },
    publication: publication && {
      at: publication.at, renditions: publication.renditions.map(rendition),
    },
  };
}

async function page(_, { where, first }) {
  const wanted = { deleted_at: null, "review.state": where.reviewState };
  const rows = await images.find(wanted, { projection })
    .sort({ created_at: -1, _id: -1 }).limit(first + 1).toArray();
  const nodes = rows.slice(0, first).map(image);
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: null } };
}

const own = async () => {
  const { GraphQLScalarType } = await import("graphql");
  return {
    DateTime: new GraphQLScalarType({ name: "DateTime", serialize: time }),
    ByteCount: new GraphQLScalarType({ name: "ByteCount", serialize: Number }),
    URL: new GraphQLScalarType({ name: "URL", serialize: String }),
  };
};

const START = {
  async yoga(resolvers) {
    const { createSchema, createYoga } = await import("graphql-yoga");
    const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false });
    const server = createServer(yoga);
    return new Promise((ready) =>
      server.listen(0, "127.0.0.1", () => ready(server.address().port)));
  },
  async apollo(resolvers) {
    const { ApolloServer } = await import("@apollo/server");
    const { startStandaloneServer } = await import("@apollo/server/standalone");
    const server = new ApolloServer({ typeDefs, resolvers });
    const { url } = await startStandaloneServer(server, { listen: { host: "127.0.0.1", port: 0 } });
    return new URL(url).port;
  },
  async mercurius(resolvers) {
    const { default: fastify } = await import("fastify");
    const { default: mercurius } = await import("mercurius");
    const app = fastify();
    app.register(mercurius, { schema: typeDefs, resolvers, jit: 1 });
    await app.listen({ host: "127.0.0.1", port: 0 });
    return app.server.address().port;
  },
};

const port = await START[name]({ Query: { images: page }, ...(await own()) });
console.log(`http://127.0.0.1:${port}`);
