"""The geography of Guantu: values in, values out.

Frames, arrays and frozen results go in and come out; nothing here reads a file, opens a
connection or draws. Coordinates are metres in EPSG:4547 unless a docstring says otherwise.
Every figure computed from positions is an interval that the stated accuracy guarantees.
"""
