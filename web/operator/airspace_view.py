"""What the operator's page needs to know of the airspace."""

from dataclasses import dataclass

from gis.results_airspace import AirspaceSummary


@dataclass(frozen=True, slots=True)
class AirspaceView:
    """The airspace as a flight meets it.

    Attributes
    ----------
    summary
        What is known, the flight, and each zone's verdict.
    assumed_height
        Whether the height is the mission's planning assumption.
    """

    summary: AirspaceSummary
    assumed_height: bool
