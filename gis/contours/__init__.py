"""Areas by Green's theorem over the outlines of service areas, without faces."""
