"""What a siting question over HTTP may say: every field named, bounded and of one type."""

from typing import Annotated, Any, Literal

import geopandas as gpd
import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from api.operator_bodies import FlightBody
from api.own_bodies import DemandPoints, features_of
from api.params import Degrees, Radius
from api.siting_areas import areas_frame, refuse_faults
from api.siting_family import BELONGS_TO, CandidatesFrom, FamilyQuestion, question_of
from api.siting_plan import DEFAULT_SPACING_M
from gis.crs import STORED
from gis.datums import Datum
from gis.siting.questions import Problem
from layers.importers.own_features import WEIGHT, own_points

MAX_POINTS = 500
MAX_AREAS = 100
Position = Annotated[list[Degrees], Field(min_length=2, max_length=3)]
Ring = Annotated[list[Position], Field(min_length=4, max_length=5_000)]
Rings = Annotated[list[Ring], Field(min_length=1, max_length=100)]


class _GeoJson(BaseModel):
    """GeoJSON may carry members of others' making (RFC 7946, 6.1); they mean nothing here."""

    model_config = ConfigDict(extra="ignore", strict=True)


class PointGeometry(_GeoJson):
    """A position, longitude first (CRS84)."""

    type: Literal["Point"]
    coordinates: Position


class PointProperties(_GeoJson):
    """What is said about a point."""

    name: str = Field(default="", max_length=80)
    accuracy_m: float = Field(
        default=0.0,
        ge=0,
        le=50_000,
        allow_inf_nan=False,
        description="0 for a choice, not an estimate.",
    )


class PointFeature(_GeoJson):
    """One candidate of the user's."""

    type: Literal["Feature"]
    geometry: PointGeometry
    properties: PointProperties | None = None


class Points(_GeoJson):
    """The user's own candidates."""

    type: Literal["FeatureCollection"]
    features: list[PointFeature] = Field(min_length=1, max_length=MAX_POINTS)

    def frame(self) -> gpd.GeoDataFrame:
        """Return them as candidates in EPSG:4490.

        Raises
        ------
        gis.errors.InvalidRowsError
            If a point cannot be in the city.
        """
        shapes = [shapely.Point(point.geometry.coordinates[:2]) for point in self.features]
        refuse_faults("points", "takeoff_points", shapes)
        said = [point.properties or PointProperties() for point in self.features]
        numbers = range(1, len(shapes) + 1)
        named = list(zip(numbers, (one.name.strip() for one in said), strict=True))
        return gpd.GeoDataFrame(
            {
                "id": [f"point-{number:04d}" for number in numbers],
                "name_zh": [name or f"自选点 {number}" for number, name in named],
                "name_en": [name or f"Own point {number}" for number, name in named],
                "accuracy_m": np.array([one.accuracy_m for one in said], dtype=np.float64),
            },
            geometry=np.array(shapes, dtype=object),
            crs=STORED,
        )


class PolygonGeometry(_GeoJson):
    """A polygon, longitude first (CRS84)."""

    type: Literal["Polygon"]
    coordinates: Rings


class MultiPolygonGeometry(_GeoJson):
    """Polygons, longitude first (CRS84)."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[list[Rings], Field(min_length=1, max_length=100)]


class AreaFeature(_GeoJson):
    """One area where nothing may stand."""

    type: Literal["Feature"]
    geometry: Annotated[PolygonGeometry | MultiPolygonGeometry, Field(discriminator="type")]


class Areas(_GeoJson):
    """Areas where nothing may stand."""

    type: Literal["FeatureCollection"]
    features: list[AreaFeature] = Field(min_length=1, max_length=MAX_AREAS)

    def frame(self) -> gpd.GeoDataFrame:
        """Return them with ids by their place in the list, in EPSG:4490.

        Raises
        ------
        gis.errors.InvalidRowsError
            If a polygon is broken or cannot be in the city.
        """
        return areas_frame([_drawn(area.geometry) for area in self.features])


class SitingBody(FlightBody):
    """A siting question. A number that means nothing for its problem is refused."""

    problem: Annotated[Problem, Field(strict=False)] = Problem.MAXIMAL
    demand: Literal["people", "area"] = "people"
    candidates: Annotated[CandidatesFrom, Field(strict=False)] = CandidatesFrom.GRID
    spacing_m: float = Field(DEFAULT_SPACING_M, ge=1_000, le=20_000, allow_inf_nan=False)
    points: Points | None = None
    forbidden: Areas | None = None
    demand_points: DemandPoints | None = None
    count: int = Field(3, ge=1, le=50, description="How many new sites at most.")
    share: float = Field(
        0.8, gt=0, le=1, allow_inf_nan=False, description="partial: share of the city's demand."
    )
    times: int = Field(2, ge=2, le=5, description="backup: how often demand is covered.")
    backup_share: float = Field(
        1.0, ge=0, le=1, allow_inf_nan=False, description="backup: 1 counts nothing covered once."
    )
    capacity_per_day: float | None = Field(
        None,
        gt=0,
        le=1e9,
        allow_inf_nan=False,
        description="capacitated: movements a day of each site that states none of its own.",
    )
    movements_per_person_day: float | None = Field(
        None, gt=0, le=1_000, allow_inf_nan=False, description="capacitated: what each asks for."
    )
    counts: list[Annotated[int, Field(ge=0, le=50)]] | None = Field(
        None, min_length=1, max_length=10, description="build_order: new sites in each year."
    )
    year_weights: list[Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]] | None = Field(
        None, min_length=1, max_length=10, description="build_order: what each year counts, else 1."
    )
    flight_m: Radius | None = Field(None, description="connected: range of a flight between sites.")
    cell_m: float = Field(
        2_000.0,
        ge=1_000,
        le=20_000,
        allow_inf_nan=False,
        description="median, center: side of the cells whose people are counted at one point.",
    )
    certificate: bool = Field(
        default=False, description="Whether the answer carries a certificate."
    )
    seconds: float | None = Field(
        None,
        gt=0,
        le=600,
        allow_inf_nan=False,
        description="Longest time; the service's by default.",
    )

    def _demand(self) -> gpd.GeoDataFrame | None:
        if self.demand_points is None:
            return None
        file = features_of(self.demand_points, "demand_points")
        return own_points(file, Datum.CGCS2000, WEIGHT)

    def asked(self) -> FamilyQuestion:
        """Return the use case's value.

        Raises
        ------
        gis.errors.InvalidInputError
            If a number does not belong to the problem, or one that it needs is missing.
        """
        given = self.model_fields_set & BELONGS_TO.keys()
        numbers = {name: getattr(self, name) for name in sorted(given)}
        return FamilyQuestion(
            question_of(
                self.problem,
                mission=self.mission,
                radius_m=self.radius_m,
                demand=self.demand,
                numbers={
                    name: _frozen(value) for name, value in numbers.items() if value is not None
                },
            ),
            candidates=self.candidates,
            spacing_m=self.spacing_m,
            points=self.points.frame() if self.points else None,
            forbidden=self.forbidden.frame() if self.forbidden else None,
            demand_points=self._demand(),
            changes=self.changes(),
            certificate=self.certificate,
            flight=self.flight(),
        )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _flat(rings: list[list[list[float]]]) -> list[list[list[float]]]:
    """Leave heights out: a ring may have some with and some without."""
    return [[position[:2] for position in ring] for ring in rings]


def _drawn(geometry: PolygonGeometry | MultiPolygonGeometry) -> BaseGeometry:
    if isinstance(geometry, PolygonGeometry):
        return shape({"type": "Polygon", "coordinates": _flat(geometry.coordinates)})
    parts = [_flat(part) for part in geometry.coordinates]
    return shape({"type": "MultiPolygon", "coordinates": parts})
