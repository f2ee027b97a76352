"""A page as PDF, tagged so that it can be read aloud (PDF/UA-1). Needs WeasyPrint, of the extra ``report``."""

from weasyprint import HTML


def pdf(page: str) -> bytes:
    """The pages of a self-contained HTML page; nothing is asked of the network."""
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _nothing(url: str, **_: object) -> dict[str, object]:
    raise ValueError("a page holds all that it shows")
