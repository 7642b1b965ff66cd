"""The help articles as data: one TOML file each, Japanese and English side by side, whole or not importable.

`markup` is how their texts are written, `article` what one is, `reading` how a file is read, `library` all of them with every
link tried, `values` the numbers and addresses that no text states itself, `searching` how they are found.
"""
