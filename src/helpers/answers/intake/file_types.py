"""What type a file is of: by its bytes, for its name may say otherwise."""

from pathlib import Path

from helpers.codebook import SurveyError

PARQUET = b"PAR1"


def file_type(path: Path) -> str:
    """Find the type of a file: ``parquet`` or ``text``.

    Raises
    ------
    SurveyError
        If it is missing, or of a type that cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    if start.startswith(PARQUET) or path.suffix == ".parquet":
        return "parquet"
    return "text"
