"""The pages that are looked at, the sizes they are looked at, and how Chromium is started."""

PAGES = {
    "landing": "/?",
    "operator": "/operators/coverage?mission=medical&new_sites=2&",
    "operator_compared": "/operators/coverage?mission=medical&a=now&add=113.82,23.04;114.04,22.83&",
    "operator_asides": "/operators/coverage?mission=medical&survey=true&hospitals=true"
    "&start=takeoff-songshanhu-youlanli&end=takeoff-nancheng-guesthouse&",
    "planner": "/planners/towns?",
    "planner_compare": "/planners/towns?town=hengli&compare=hengli,humen,binhaiwan&year=../2022&",
    "town": "/planners/towns/humen?mission=medical&",
    "drift": "/planners/drift?",
    "drift_field": "/planners/drift?field=materials&",
    "built": "/planners/built?",
    "built_layer": "/planners/built?layer=takeoff_points&",
    "targets": "/planners/targets?",
    "record": "/planners/record?",
    "record_found": "/planners/record?text=起降点&",
    "record_section": "/planners/record?section=d004-s221&",
    "conflicts": "/planners/conflicts?",
    "specialisation": "/planners/specialisation?",
    "resident": "/landmarks?",
    "resident_found": "/landmarks?q=bhw&near=roads&",
    "resident_none": "/landmarks?q=qqqq&town=humen&",
    "landmark": "/landmarks/{landmark}?",
    "job": "/jobs/{job}?",
    "scenarios": "/scenarios?",
    "scenario": "/scenarios/{scenario}?",
    "scenario_resident": "/scenarios/{scenario}/resident?",
    "scenario_new": "/scenarios/new?scenario={scenario}&",
    "scenario_compare": "/scenarios/compare?a={earlier}&b={scenario}&",
    "collections": "/collections?",
    "collection": "/collections/hubs?",
    "items": "/collections/takeoff_points/items?",
    "find": "/find?q=hu&",
    "about": "/about?",
    "method": "/about/methods/coverage?",
    "error": "/collections/nowhere?",
}
"""Name to address; ``{landmark}``, ``{job}``, ``{scenario}`` stand for the id of one, and
``{earlier}`` for that of the version before it."""
WITH_MAP = ("operator", "planner", "town", "resident", "landmark", "scenario")
MOST_REQUESTS = 10
"""What a first view may ask for, the page itself included."""
WIDTHS = {1440: 900, 390: 844}
"""Width to height of the window."""
LANGUAGES = ("zh", "en")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the network cut
)
