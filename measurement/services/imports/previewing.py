"""What is kept of a check for the page: counts, marks, names, the first figures, and what is wrong where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from measurement.imports import marks
from measurement.imports.mapping import Layout
from measurement.imports.names import Register
from measurement.models import Import
from measurement.services.imports.checked import Aim, Checked, Ready, Sum, new_indicators
from measurement.services.imports.resolving import ASK, KNOWN, MAKE, SAME, Name
from measurement.words import ValueStatus

MOST_SHOWN = 200
MOST_NAMES = 1_000
SHOWN_FIRST = 8
MOST_EXAMPLES = 3
MOST_PARTITIONS = 12


def preview_of(checked: Checked, row: Import) -> dict[str, Any]:
    """Return what the page shows of a check, ready for JSON."""
    found, resolver = checked.found, checked.resolver
    assert resolver is not None
    used = {figure.partner for figure in checked.ready}
    names = {
        "partner": _listed(found.partners, resolver.partners),
        "indicator": _listed(found.indicators, resolver.indicators),
        "place": _listed(found.places, resolver.places),
    }
    return {
        "figures": len(checked.ready) - checked.count("asked"),
        "asking": checked.count("asked"),
        "waiting": checked.waiting,
        "rows": len({(figure.sheet, figure.row) for figure in checked.ready}),
        "new": checked.count("new"),
        "same": checked.count("same"),
        "changed": checked.count("changed"),
        "flagged": checked.flagged,
        "statuses": dict(Counter(str(figure.status) for figure in checked.ready)),
        "left_out": dict(checked.left_out),
        "marks": [
            {"mark": mark, "count": count, "meant": str(_meaning(checked, row, mark))}
            for mark, count in checked.marks.most_common(100)
        ],
        "names": names,
        "dropped": [[n.text, _target(found.partners, n)] for n in found.partners.values() if n.dropped][
            :MOST_SHOWN
        ],
        "makes": {
            "partner": sum(n.state == MAKE and n.code in used for n in found.partners.values()),
            "place": sum(name.state == MAKE for name in found.places.values()),
            "indicator": len(new_indicators(checked)),
        },
        "footed": list(checked.footed)[:MOST_EXAMPLES],
        "footed_count": checked.footed.total(),
        "asked": len(checked.asked),
        "two_ways": list(checked.two_ways.most_common(MOST_EXAMPLES)),
        "two_ways_count": checked.two_ways.total(),
        "blank_groups": dict(checked.blank_groups),
        "groupings": [
            {
                "name": grouping.name,
                "declared": grouping.declared,
                "partitions": [partition.as_json() for partition in grouping.partitions[:MOST_PARTITIONS]],
            }
            for grouping in checked.groupings
        ],
        "aims": [_aim(aim, checked) for aim in checked.aims[:MOST_SHOWN]],
        "aims_count": len(checked.aims),
        "aims_undated": sum(aim.day is None for aim in checked.aims),
        "aims_doubtful": sum(aim.doubt for aim in checked.aims),
        "sums": len(checked.sums),
        "sums_wrong": [_sum(item, checked) for item in checked.sums if not item.agrees][:MOST_SHOWN],
        "faults": [asdict(fault) for fault in checked.faults[:MOST_SHOWN]],
        "fault_count": len(checked.faults),
        "fault_rows": len({(fault.sheet, fault.row) for fault in checked.faults}),
        "periods": sorted({figure.period.code for figure in checked.ready})[:100],
        "first": [_shown(figure, checked) for figure in checked.ready[:SHOWN_FIRST]],
    }


def _aim(aim: Aim, checked: Checked) -> dict[str, Any]:
    return {
        "sheet": aim.sheet,
        "row": aim.row,
        "partner": _partner_name(aim, checked) if aim.partner else "",
        "indicator": _indicator_name(aim, checked),
        "value": str(aim.value),
        "day": aim.day.isoformat() if aim.day else "",
    }


def _sum(item: Sum, checked: Checked) -> dict[str, Any]:
    assert checked.resolver is not None
    sheet = checked.resolver.sheets.get(item.indicator)
    told = asdict(item) | {"says": str(item.says), "adds_up_to": str(item.adds_up_to)}
    return told | {"indicator": sheet.indicator.name if sheet is not None else item.indicator}


def _target(names: Mapping[str, Name], name: Name) -> str:
    return names[name.code].text if name.state == SAME else name.code


def _meaning(checked: Checked, row: Import, mark: str) -> str:
    if mark == marks.BLANK:
        layout = Layout.from_json(row.mapping)
        default = ValueStatus.NOT_REPORTED if layout.is_long else marks.LEAVE_OUT
        return str(row.choices.get("blank") or default)
    return str(row.choices.get("marks", {}).get(mark) or marks.meant(mark))


def _listed(names: Mapping[str, Name], register: Register) -> list[dict[str, Any]]:
    by_code = {item.code: item.name for item in register.known}
    unknown = [name for name in names.values() if name.state != KNOWN or name.alike]
    unknown.sort(key=lambda name: (name.state != ASK, not name.looks, name.text))
    return [
        {
            "key": name.key,
            "text": name.text,
            "name": name.name,
            "rows": name.rows,
            "state": name.state,
            "code": name.code,
            "kind": name.kind,
            "looks": name.looks,
            "alike": [[code, by_code.get(code, code)] for code in name.alike],
        }
        for name in unknown[:MOST_NAMES]
    ]


def _shown(figure: Ready, checked: Checked) -> dict[str, Any]:
    numbers = {part: str(number) for part, number in figure.numbers.items() if number is not None}
    return {
        "row": figure.row,
        "partner": _partner_name(figure, checked),
        "indicator": _indicator_name(figure, checked),
        "period": figure.period.code,
        "categories": ", ".join(figure.categories.values()),
        "numbers": numbers,
        "status": str(figure.status),
        "change": figure.change,
    }


def _partner_name(figure: Ready | Aim, checked: Checked) -> str:
    """Return the name of a known partner, else what the file says."""
    assert checked.resolver is not None
    known = {item.code: item.name for item in checked.resolver.partners.known}
    written = {name.code or name.key: name.name or name.text for name in checked.found.partners.values()}
    return known.get(figure.partner) or written.get(figure.partner, figure.partner)


def _indicator_name(figure: Ready | Aim, checked: Checked) -> str:
    """Return the name of a known indicator or of one to be defined, else what the file says."""
    assert checked.resolver is not None
    sheet = checked.resolver.sheets.get(figure.indicator)
    if sheet is not None:
        return sheet.indicator.name
    new = checked.resolver.new.get(figure.indicator)
    written = {name.code or name.key: name.called or name.text for name in checked.found.indicators.values()}
    return new.name if new is not None else written.get(figure.indicator, figure.indicator)
