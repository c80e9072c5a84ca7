//! What a reader will not go beyond. Input comes from the world; nothing about it is trusted.

/// Largest single record. A full-text patent with sequence listings has some 20 MB; what is
/// larger is skipped with a doubt and reading goes on behind it where the format allows it.
pub const ENTRY_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Deepest nesting of XML elements or JSON values. JATS with MathML stays under 40.
pub const DEPTH_MAX: usize = 64;

/// Most nodes (elements and texts) of one XML record.
pub const NODES_MAX: usize = 2_000_000;

/// Most attributes of one XML element.
pub const ATTRIBUTES_MAX: usize = 128;

/// Most that a compressed input may grow to for each byte of it, counted once it has given
/// [`RATIO_FREE_BYTES`]. Bibliographic data compresses 5 to 15 times, a bomb a thousand times.
pub const RATIO_MAX: u64 = 200;

/// Decompressed bytes that are allowed whatever the ratio is.
pub const RATIO_FREE_BYTES: u64 = 16 * 1024 * 1024;

/// Most files that are read out of one archive.
pub const ARCHIVE_ENTRIES_MAX: usize = 1_000;

/// Largest file inside an archive that has to be unpacked in memory (XLSX, ST.96 in ZIP).
pub const ARCHIVE_ENTRY_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// How much of the input is looked at to find its format and encoding.
pub const HEAD_BYTES: usize = 64 * 1024;

/// Doubts that are kept for one record. More would say nothing new; the last one says how many
/// were left out.
pub const DOUBTS_MAX: usize = 32;

/// Values of one kind (contributors, subjects, relations ...) that are kept for one record. The
/// largest collaborations of physics sign with some 5,000 names.
pub const VALUES_MAX: usize = 10_000;

/// Largest field of a BibTeX entry that is given to the LaTeX parser, and most braces in it.
/// Its work grows with the square of the braces; a field with more is read without them.
pub const LATEX_FIELD_BYTES_MAX: usize = 1024 * 1024;

/// Most braces of one BibTeX field; see [`LATEX_FIELD_BYTES_MAX`].
pub const LATEX_BRACES_MAX: usize = 2_000;

/// Longest value of one `@string` of BibTeX. They may be made of one another, and doubling twenty
/// times would make a megabyte of one letter.
pub const STRING_BYTES_MAX: usize = 64 * 1024;

/// Largest record of a table. A quotation mark that is never closed would otherwise take the
/// rest of the file into one field.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;

/// Most columns of a table that are looked at.
pub const COLUMNS_MAX: usize = 1_024;

/// Most rows that are read of one sheet: as many as a sheet of Excel can have.
pub const SHEET_ROWS_MAX: usize = 1_048_576;

/// Most text that is taken out of one workbook. A short sheet may name one long shared string a
/// million times.
pub const SHEETS_TEXT_BYTES_MAX: usize = 512 * 1024 * 1024;

/// Largest archive (ZIP, XLSX). Its table of contents stands at its end, so it is held whole.
pub const ARCHIVE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Longest line of a tagged text that is kept; the rest of the line is left out with a doubt.
pub const LINE_BYTES_MAX: usize = 1024 * 1024;

/// Longest name of an XML element that is looked at to find records.
pub const NAME_BYTES_MAX: usize = 256;

/// Doubts about one source that are told one by one (entries of no known format, broken lines).
/// How many more there were is told at the end.
pub const SOURCE_DOUBTS_MAX: usize = 1_000;

/// Largest window of zstd (as a power of two) that is accepted: 128 MiB, what `zstd --long` makes.
pub const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// Longest file of a control list, decompressed. Annex I of the EU has 1.3 MB.
pub const CONTROL_LIST_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Notes of one provision, and definitions of a whole list, that are kept.
pub const CONTROL_NOTES_MAX: usize = 5_000;

/// Longest file of a scheme, decompressed. A thesaurus of 40,000 concepts in five languages has some 30 MB of Turtle.
pub const SCHEME_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most statements of a graph that are kept: some twenty for each concept of the largest thesaurus in five languages.
pub const TRIPLES_MAX: usize = 1_000_000;

/// Labels, synonyms or notes that are kept of one concept.
pub const CONCEPT_TEXTS_MAX: usize = 500;

/// Longest label or note of a concept that is kept. Scope notes are paragraphs, not pages.
pub const CONCEPT_TEXT_BYTES_MAX: usize = 20_000;

/// Most parts of one message of mail. A message of a person has ten; each level of nesting costs whoever walks through it.
pub const MAIL_PARTS_MAX: usize = 1_000;

/// How often a message may have been sent on inside another.
pub const MAIL_DEPTH_MAX: usize = 4;

/// Most messages inside one message, or one mailbox in a file.
pub const MAIL_MESSAGES_MAX: u64 = 100_000;

/// Longest text of a message that is kept as an abstract. Two hundred pages have less.
pub const MAIL_TEXT_BYTES_MAX: usize = 512 * 1024;

/// Longest file of a list of parties, decompressed. The sanctions of all publishers together have some 60 MB as a table, the largest single
/// list some 30.
pub const PARTY_FILE_BYTES_MAX: usize = 128 * 1024 * 1024;
