"""How does an analyst forward the result? As one HTML file that needs nothing else.

In:   a segmentation record and a path.
Out:  one offline file of at most 2 MB whatever the table: verdict first, then segments, picture, evidence,
      profile, what was done to the data, how to repeat it. No script, no request to anywhere; it holds no
      row of the table.
Not here: words (`verdicts`, `facts`), drawings (`plots`, `figures`), looks (`templates/`).
Next: `facts`, which turns a record into what the template prints.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from covey import errors
from covey.records import KEvidence, SegmentationRecord
from covey.show import figures, plots
from covey.show.facts import page_facts
from covey.show.panels import PANELS, Panel, new_axes
from covey.show.steps import READING
from covey.show.wording import plain

TEMPLATES = Path(__file__).parent / "templates"


def report(record: SegmentationRecord, path: str | os.PathLike[str]) -> None:
    """Write the report on a segmentation: one HTML file that opens without internet.

    Parameters
    ----------
    record : SegmentationRecord
    path : str or Path
        An older file is replaced, and only once the new one is complete.

    Raises
    ------
    OutputError
        If the file cannot be written.

    Notes
    -----
    At most 2 MB: at most 60 segments, 40 columns × 24 segments of the profile, 100 columns of the table and
    4,000 points are shown, and the page says what it leaves out. The same record gives the same bytes. Takes
    about a second, most of it drawing.

    Examples
    --------
    >>> import covey, tempfile
    >>> found = covey.segment({"spend": [9, 10, 11, 10, 9, 11, 90, 91, 92, 90, 91, 89]}, k=2)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report(found.record, folder + "/report.html")
    ...     print(Path(folder, "report.html").read_text(encoding="utf-8")[:15])
    <!DOCTYPE html>
    """
    write_whole(Path(path), html(record))


def html(record: SegmentationRecord) -> str:
    """Return the report as the text of one HTML file; see `report`."""
    from markupsafe import Markup

    drawings = {name: [Markup(one) for one in ones] for name, ones in _drawings(record).items()}
    return filled("report.html", drawings=drawings, **page_facts(record))


def filled(template: str, **facts: Any) -> str:
    """Return a template of this room filled with facts; every text is cleaned and escaped on its way in."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))
    return environment.get_template(template).render(style=style, **facts)


def _finalize(value: Any) -> Any:
    """Clean every text on its way into the page; markup made here is left as it is."""
    return plain(value, max_characters=1200) if type(value) is str else value


def _drawings(record: SegmentationRecord) -> dict[str, list[str]]:
    """Return the pictures of the page as SVG: the map before and after, and a panel per kind of evidence."""
    titles = ("The rows before", "The rows in the colours of their segments")
    maps = [figures.svg(partial(_map_panel, record, side), title=title) for side, title in enumerate(titles)]
    evidence = record.evidence
    panels = [
        figures.svg(partial(_evidence_panel, panel, evidence), title=f"{panel.title}: {panel.reading}")
        for panel in PANELS
        if len(evidence.rows) > 1 and panel.has_values(evidence)
    ]
    steps = [
        figures.svg(partial(plots.step_map, evidence), title=f"Splits and merges: {READING}")
        for _ in evidence.steps[:1]
    ]
    return {"maps": maps, "panels": panels, "steps": steps}


def _map_panel(record: SegmentationRecord, side: int) -> Any:
    """Draw before and after on figures of their own, which a narrow page can stack; return one."""
    axes = [new_axes(width=4.6, height=3.9) for _ in range(2)]
    return plots.before_after(record.point_map, axes=axes)[side]


def _evidence_panel(panel: Panel, evidence: KEvidence) -> Any:
    """Draw one kind of evidence on a figure of its own."""
    return panel.draw(evidence, new_axes(width=3.4, height=2.7))


def write_whole(path: Path, text: str) -> None:
    """Write the file beside its place and move it there, so that a crash leaves the old or the new one."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise errors.cannot_write(path, error) from error


def _umask() -> int:
    """Return the umask of this process, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
