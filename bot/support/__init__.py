"""Whether sources bear a sentence out: as a whole, and each name, number, date, negation and quotation of it."""
