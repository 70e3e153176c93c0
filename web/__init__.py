"""Results in, maps and pages out.

This package draws what :mod:`gis` computed and what a store gave; it asks no store and starts no
server. Every text of a layer reaches a page through Jinja's escaping or through a JSON block whose
values a script sets as ``textContent``; none ever enters Folium, whose templates evaluate text.
"""
