"""Vector tiles: a layer cut into squares of the web's map, none of them heavy."""
