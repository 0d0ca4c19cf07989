// @ts-check
/** What the programs of this folder ask. */

const ERRORS = "userErrors { code message path }";

export const REGISTER = `mutation Register($input: RegisterInput!) {
  register(input: $input) { ${ERRORS} }
}`;

export const LOGIN = `mutation Login($input: LoginInput!) {
  login(input: $input) { session { accessToken } ${ERRORS} }
}`;

export const UPLOAD = `mutation Upload($input: UploadImagesInput!) {
  uploadImages(input: $input) { results { fileName imageId error { code message } } ${ERRORS} }
}`;
