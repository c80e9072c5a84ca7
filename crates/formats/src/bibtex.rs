//! BibTeX and BibLaTeX.
