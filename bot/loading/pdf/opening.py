"""A PDF file is opened, or refused with what to do."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from bot.errors import UnreadableDocument

MOST_PAGES = 5_000


def open_pdf(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """The file called `name`.

    Raises:
        UnreadableDocument: it is encrypted, broken, or has no page, or too many.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(name, pdfium.FPDF_GetLastError()) from error
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        document.close()
        problem = f"has {pages:,} pages; at most {MOST_PAGES:,} are read." if pages else "has no pages."
        raise UnreadableDocument(f"{name} {problem}", "Split it." if pages else "Add another file.")
    return document


def _refusal(name: str, code: int) -> UnreadableDocument:
    if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return UnreadableDocument(f"{name} is encrypted.", "Save a copy without a password, and add that.")
    return UnreadableDocument(
        f"{name} is damaged, or no PDF file: it cannot be opened.",
        "Open it in a PDF viewer, and print it to a new file.",
    )
