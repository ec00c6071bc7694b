"""The export, read as text: every cell as it stands in the file, one column a question.

An export of a few answers is one chunk, one of many millions many: the same code reads both, in
constant memory.

rank_parts      columns of one rank each: which rank a name says
option_columns  columns of one option each, put together into one cell a question
layout          how a collecting tool lays a table out
formats         the formats of collecting tools, recognised by their first rows
rows            rows of texts, read one by one; those that hold no answer
header          which column is which question
byte_stream     the bytes of a file as pandas asks for them, delimiters counted
cuts            where a file can be cut into pieces
encoding        the encoding of a file of text
dialect         what stands between its cells
uneven          rows with fewer cells than the header, or more
long_cell       a cell too long to be an answer
delimited       a file of text, its cells as a quick reader finds them
text_file       a file of text, opened: its encoding, its delimiter
file_types      what type a file is of
cell_text       a cell that is no text in its file, as text
sheet           a table whose rows are read one by one
parquet         a Parquet file
old_workbook    cells of an XLS sheet that hold an error
open_document   cells of an ODS sheet that hold more than its reader gives
cell_faults     cells of a workbook that hold an error, or a formula without its value
workbook        a workbook of a spreadsheet
spss_sets       multiple response sets of an SPSS file, one column an option
spss            an SPSS file, with its labels
web_page        a web page with a table, which some tools call a workbook
session         a session of TurningPoint
quotation       a file of text whose quotation marks say more
totals          a last row that adds up those above it
opening         a file of any type, opened: its format recognised, its columns named
stamps          time stamps, and the format that reads them
columns         columns as the tool wrote them, turned into cells of questions
folder          many small files, joined and read at once
pieces          files, pieces of files, many files at once; chunk by chunk
export          the export that a codebook describes
preview         an export that no codebook describes yet
"""

from helpers.answers.intake.export import Export, read
from helpers.answers.intake.header import HeaderError
from helpers.answers.intake.pieces import ROWS_PER_CHUNK, Chunk
from helpers.answers.intake.preview import Preview, look

__all__ = ["ROWS_PER_CHUNK", "Chunk", "Export", "HeaderError", "Preview", "look", "read"]
