"""The export, read as text chunk by chunk: every cell as it stands in the file, one column a question.

An export of a few answers is one chunk, one of many millions many: the same code reads both, in
constant memory.

header      which column is which question
delimited   a file of text: its encoding, its delimiter, rows with too many or too few cells
parquet     a Parquet file
export      the export that a codebook describes, file by file or many small files at once, its chunks and its parts
folder      many small files, joined and read at once
"""

from helpers.answers.intake.export import ROWS_PER_CHUNK, Chunk, Export, read
from helpers.answers.intake.header import key

__all__ = ["ROWS_PER_CHUNK", "Chunk", "Export", "key", "read"]
