
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "Node": [
      "Collection",
      "Export",
      "Image",
      "ImageGroup",
      "Import",
      "Job",
      "Product"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "Node": [
      "Collection",
      "Export",
      "Image",
      "ImageGroup",
      "Import",
      "Job",
      "Product"
    ]
  }
};
      export default result;
    