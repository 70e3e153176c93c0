"""How heavy a tile may be."""

MOST_FEATURES = 5_000
"""No tile holds more; where more lie in it, points are counted and shapes thinned."""
CELLS = 32
"""Squares along the side of a tile in which points are counted."""
BUFFER = 128
"""How far outside a tile things are drawn in it too, in its units."""
