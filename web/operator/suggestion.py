"""The answer of a siting question, as the operator's page shows it."""

from dataclasses import dataclass

from gis.results import Interval


@dataclass(frozen=True, slots=True)
class SuggestedSite:
    """One chosen site.

    Attributes
    ----------
    order, name_zh, name_en
        Its rank and its candidate's names.
    lon, lat, accuracy_m
        Where it stands (CRS84).
    town
        The Chinese and the English name of its town; empty outside all.
    year
        The year it opens in a build order; ``None`` else.
    adds
        What it adds after those before it, in the answer's unit; ``None`` where that means nothing.
    """

    order: int
    name_zh: str
    name_en: str
    lon: float
    lat: float
    accuracy_m: float
    town: tuple[str, str]
    year: int | None
    adds: float | None


@dataclass(frozen=True, slots=True)
class Suggested:
    """The best choice found, and what is proven about it.

    Attributes
    ----------
    problem, sites
        Which problem, and the choice in order.
    status, unit, value, bound, gap, seconds
        How far it is proven; the unit of value and bound, as the siting family names units.
    demand
        What is counted: ``people`` or ``area_m2``, the unit of ``before``, ``after``, ``total``.
    before, after, total
        Demand covered today and with the choice, and all demand.
    candidates, demands
        How many were offered, and how many merged demands the model has.
    bound_certified
        Whether the certificate proves the bound; ``None`` without one.
    """

    problem: str
    sites: tuple[SuggestedSite, ...]
    status: str
    unit: str
    demand: str
    value: float | None
    bound: float | None
    gap: float
    seconds: float
    before: Interval
    after: Interval
    total: float
    candidates: int
    demands: int
    bound_certified: bool | None
