"""What clients see: the GraphQL schema. Translates, decides nothing."""
