"""What the page shows: each part as HTML, from records and the words of a language."""
