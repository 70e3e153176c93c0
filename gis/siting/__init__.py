"""Where to put new sites: candidates, demand patterns, models, and answers with their proof."""
