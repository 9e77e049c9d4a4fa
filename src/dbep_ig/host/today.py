"""The day it is: the only clock of a build."""

from collections.abc import Mapping
from datetime import UTC, date, datetime


def today(environment: Mapping[str, str]) -> str:
    """YYYY-MM-DD, here and now; the day of SOURCE_DATE_EPOCH (in UTC) where that is set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
        except (OverflowError, OSError, ValueError):
            pass  # no day that there is: as if it were not set
    return date.today().isoformat()
