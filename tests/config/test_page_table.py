"""The table of pages worth a look: each is taken under a name of its own."""

from collections import Counter

from config.management.pages import PAGES


def test_each_page_has_a_name_of_its_own() -> None:
    """A name that stands twice writes over the former's pictures, and one page less is looked at."""
    twice = [name for name, count in Counter(page.name for page in PAGES).items() if count > 1]
    assert twice == []
