"""The export, read as text chunk by chunk: every cell as it stands in the file, one column a question.

An export of a few answers is one chunk, one of many millions many: the same code reads both, in constant memory.

export      the export that a codebook describes: its columns found by their header, its chunks
delimited   a file of text: its encoding, its delimiter, rows with too many or too few cells
parquet     a Parquet file
"""

from helpers.intake.export import CHUNK, Chunk, Export, key, read

__all__ = ["CHUNK", "Chunk", "Export", "key", "read"]
