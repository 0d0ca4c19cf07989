// @ts-check
/** What a shop's front-end asks, in the order in which it does. */

const ERRORS = "userErrors { code message path }";
const TOKENS = "session { accessToken refreshToken expiresAt account { id email role } }";

export const REGISTER = `mutation Register($input: RegisterInput!) {
  register(input: $input) { ${ERRORS} }
}`;

export const LOGIN = `mutation Login($input: LoginInput!) {
  login(input: $input) { ${TOKENS} ${ERRORS} }
}`;

/** urql's authExchange sends it as it stands: what its cache needs must be in it. */
export const REFRESH = `mutation Refresh($input: RefreshSessionInput!) {
  refreshSession(input: $input) {
    __typename
    session { __typename accessToken refreshToken expiresAt }
    userErrors { __typename code message }
  }
}`;

export const LOGOUT = `mutation Logout { logout { ${ERRORS} } }`;

export const VIEWER = `query Viewer { viewer { id email role permissions } }`;

export const CREATE_KEY = `mutation CreateKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { secret apiKey { id name scopes } ${ERRORS} }
}`;

export const UPLOAD = `mutation Upload($input: UploadImagesInput!) {
  uploadImages(input: $input) {
    results { fileName imageId state job { id state } error { code message } }
    ${ERRORS}
  }
}`;

export const PROCESSING = `subscription Processing($ids: [ID!]) {
  imageProcessing(imageIds: $ids) { imageId kind stage progress problem { code } }
}`;

export const IMAGES = `query Images($first: Int!, $after: String, $where: ImagesWhere) {
  images(first: $first, after: $after, where: $where) {
    edges { cursor node { id fileName state version title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

export const IMAGE = `query Image($id: ID!) {
  image(id: $id) {
    id version title description state
    review { state }
    publication { at renditions { preset url contentType } }
  }
}`;

export const UPDATE = `mutation Update($input: UpdateImageInput!) {
  updateImage(input: $input) { image { id version title description } ${ERRORS} }
}`;

export const APPROVE = `mutation Approve($input: ApproveImagesInput!) {
  approveImages(input: $input) { images { id version review { state } } ${ERRORS} }
}`;

export const WITHDRAW = `mutation Withdraw($input: WithdrawImagesInput!) {
  withdrawImages(input: $input) { images { id version review { state reason } } ${ERRORS} }
}`;

export const PRODUCTS = `query Products($codes: [String!]) {
  products(codes: $codes) {
    nodes { id code name images { id title renditions { preset url contentType } } }
    missingCodes
  }
}`;

export const MISTAKE = `query Mistake($first: Int!) { images(first: $first) { nodes { id } } }`;
