"""The things that prove: one module per kind, the same verbs in each; `lifecycle` is the only way a state changes."""
