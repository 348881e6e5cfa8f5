"""An initiative of the demo."""

from datetime import datetime

from backbone.demo.cast import Accounts


def tell(accounts: Accounts, now: datetime) -> None:
    """Load the initiative as it stands at `now` (aware)."""
