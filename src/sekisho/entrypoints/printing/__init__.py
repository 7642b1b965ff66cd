"""What a door hands out on paper: the Online Security Code Card, as SVG for the page, as PNG and as PDF.

One layout puts marks on sheets, in millimetres; three writers put the same marks, in the same letters, into their format.
"""
