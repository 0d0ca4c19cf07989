"""The GraphQL documents that several tests send."""

ERRORS = "userErrors { code message path params { name value } }"

UPLOAD = f"""
mutation Upload($input: UploadImagesInput!) {{
  uploadImages(input: $input) {{
    results {{
      fileName imageId state
      image {{ id fileName productCode group {{ name }} collections {{ name }} }}
      job {{ id kind state stages {{ name }} }}
      error {{ code message path params {{ name value }} }}
    }}
    {ERRORS}
  }}
}}"""

PROCESSING = """
subscription Processing($ids: [ID!]) {
  imageProcessing(imageIds: $ids) {
    imageId kind stage progress problem { code message } image { state }
  }
}"""

IMAGE = """
query Image($id: ID!) {
  image(id: $id) {
    id version state problem { code message } review { state reason note byUserId at }
    fileName contentType bytes sha256 width height orientation title description keywords
    productCode product { code name } group { id name } collections { id name }
    imported { productCode productName fileName fileSize importerId importedAt source }
    metadata {
      cameraMake cameraModel capturedAt capturedAtLocal capturedAtOffset latitude longitude
    }
    renditions { preset url width height bytes contentType }
    publication { at renditions { preset url width height bytes contentType } }
    jobId createdAt updatedAt
  }
}"""


def bulk(verb: str, more: str = "") -> str:
    """A mutation over many images, such as `approveImages`."""
    kind = verb[0].upper() + verb[1:]
    return f"""
    mutation Bulk($input: {kind}Input!) {{
      {verb}(input: $input) {{
        images {{ id version review {{ state reason note }} {more} }}
        {ERRORS}
      }}
    }}"""


APPROVE = bulk("approveImages")
REJECT = bulk("rejectImages")
WITHDRAW = bulk("withdrawImages", "publication { at }")
RESUBMIT = bulk("resubmitImages")

UPDATE = f"""
mutation Update($input: UpdateImageInput!) {{
  updateImage(input: $input) {{
    image {{ version title description keywords productCode product {{ code name }} }} {ERRORS}
  }}
}}"""

DELETE = f"""
mutation Delete($input: DeleteImagesInput!) {{
  deleteImages(input: $input) {{ deletedIds {ERRORS} }}
}}"""

CATALOG = """
query Catalog($codes: [String!], $first: Int! = 20, $after: String) {
  products(codes: $codes, first: $first, after: $after) {
    nodes { code name images { id title renditions { preset url width height contentType } } }
    edges { cursor node { code } }
    pageInfo { hasNextPage endCursor }
    missingCodes
  }
}"""
