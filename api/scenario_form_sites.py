"""The takeoff points of the form of scenarios: kept, added, moved, dropped."""

from collections.abc import Iterator

from api.form_reading import FormReading, Values
from web.scenario.form_views import SITE_PARTS, SITE_ROWS
from web.scenario.problem_words import FormProblem

_SITES = ("changes", "takeoff_points")


def read_sites(reading: FormReading, start: Values) -> Values:
    """Return the changes to takeoff points that a form describes.

    Parameters
    ----------
    reading
        The form; what is wrong is noted in it.
    start
        The changes it starts from: those ticked are kept, and a site moved again is where the
        form says.
    """
    given = reading.given
    typed = dict(_typed(reading))
    again = {site["id"] for site in typed.values()}
    add = reading.chosen(start["add"], "keep_site")
    kept = [one for one in start["move"] if one["id"] in given.get("keep_move", ())]
    move = [one for one in kept if one["id"] not in again]
    for row, site in typed.items():
        sort, parts = ("move", move) if site["id"] else ("add", add)
        for part in SITE_PARTS:
            reading.at[*_SITES, sort, len(parts), part] = f"site_{part}_{row}"
        other = ("name", "radius_m") if site["id"] else ("id",)
        parts.append({part: value for part, value in site.items() if part not in other})
    drop = {one for one in start["drop"] if one in given.get("keep_drop", ())}
    return {"add": add, "move": move, "drop": sorted(drop | set(given.get("drop", ())))}


def _typed(reading: FormReading) -> Iterator[tuple[int, Values]]:
    """Yield each row that says something; a site that is there can only be moved."""
    for row in range(1, SITE_ROWS + 1):
        name = {part: f"site_{part}_{row}" for part in SITE_PARTS}
        if not any(reading.text(one) for one in name.values()):
            continue
        site: Values = {part: reading.text(name[part]) for part in ("id", "name")}
        site |= {part: reading.needed(name[part]) for part in ("lon", "lat", "accuracy_m")}
        site["radius_m"] = reading.number(name["radius_m"])
        if site["id"]:
            for part in ("name", "radius_m"):
                if reading.text(name[part]):
                    reading.problems.append(
                        FormProblem(name[part], "only_new", "a site that is there is only moved")
                    )
        yield row, site
