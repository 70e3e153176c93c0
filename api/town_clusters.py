"""Use case: which plan names which town for which cluster, and what stands there."""

from api.snapshot import Snapshot
from gis.clusters import town_clusters
from gis.results_places import TownClusters


def cluster_matrix(snapshot: Snapshot) -> tuple[TownClusters, ...]:
    """Return the town by cluster matrix, every unit once; computed once per edition."""

    def compute() -> tuple[TownClusters, ...]:
        return town_clusters(
            snapshot.frame("towns"),
            hubs=snapshot.frame("hubs"),
            carriers=snapshot.frame("carriers"),
            landmarks=snapshot.frame("landmarks"),
            takeoff_points=snapshot.frame("takeoff_points"),
        )

    return snapshot.answer("clusters", compute)
