"""The export, read as text chunk by chunk: every cell as it stands in the file, one column a question.

An export of a few answers is one chunk, one of many millions many: the same code reads both, in
constant memory.

header      which column is which question
delimited   a file of text: its encoding, its delimiter, rows with too many or too few cells
parquet     a Parquet file
folder      many small files, joined and read at once
export      the export that a codebook describes, its pieces and its chunks
"""

from helpers.answers.intake.export import ROWS_PER_CHUNK, Chunk, Export, read

__all__ = ["ROWS_PER_CHUNK", "Chunk", "Export", "read"]
