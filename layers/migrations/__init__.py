"""Schema migrations, run on PostGIS and on the embedded database alike."""
