"""Maps: what is drawn, how it looks, and the Folium map that carries it."""
