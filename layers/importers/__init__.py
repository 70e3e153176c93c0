"""Users' files as checked frames: town boundaries, airspace zones, candidate points.

A file is all used or not at all, its reference system is never guessed, and nothing in it is
trusted: GeoJSON and CSV are parsed here with limits, GeoPackage and Shapefile are read by GDAL in
a child process that knows no other format.
"""
