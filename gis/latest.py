"""What was worked out last, kept ready: the least used is let go first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Answer = TypeVar("Answer")


class Latest:
    """Keeps answers under their keys, at most so many. They are shared: do not change them.

    Parameters
    ----------
    most
        How many are kept; 0 keeps none.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """Return a kept answer, or compute and keep it.

        Parameters
        ----------
        key
            Names the question with all its parameters.
        compute
            Answers it. Two threads may compute the same answer at the same time.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("Answer", self._kept[key])
        found = compute()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
