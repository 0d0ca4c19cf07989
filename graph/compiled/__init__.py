"""Plain reads, compiled once per document; what is not plain stays with graphql-core.

`executor` is what the schema names; `plans` keeps what was compiled; `objects` compiles
selections, `leaves` their scalars and enums; `plainness` says what may be compiled; `lazy` has
objects over rows.
"""
