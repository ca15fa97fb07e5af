"""Columns and Parquet files, through pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ..errors import ConfigError, InputError


def _library() -> Any:
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        remedy = "Install it with: pip install 'pagecleaner[corpus]'"
        raise ConfigError("Parquet needs the library pyarrow, which is not installed", place="Parquet", remedy=remedy) from error
    return pyarrow


def schema(columns: Mapping[str, str]) -> Any:
    """The `pyarrow.Schema` of columns that are told as name -> string, strings, integer, number or boolean."""
    arrow = _library()
    kinds = {
        "string": arrow.string(),
        "strings": arrow.list_(arrow.string()),
        "integer": arrow.int32(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
    }
    return arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])


def batch(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Any:
    """Rows as a `pyarrow.RecordBatch`. Halves of characters, which UTF-8 cannot hold, become question marks."""
    whole = [{name: _whole(row[name]) for name in columns} for row in rows]
    return _library().RecordBatch.from_pylist(whole, schema=schema(columns))


def mappings(batch: Any, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a `pyarrow.RecordBatch`: of `columns` the values, of all other columns the names alone."""
    found: dict[str, Any] = dict.fromkeys(batch.schema.names)
    read = [(name, batch.column(name)) for name in dict.fromkeys(columns) if name in found]
    for at in range(batch.num_rows):
        yield found | {name: _value(column[at]) for name, column in read}


def _value(scalar: Any) -> Any:
    """A value as Python has it; a text that is no UTF-8 as its bytes, and what Python cannot hold as None."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()
    except ValueError:
        return None


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    return [_whole(item) for item in value] if isinstance(value, (list, tuple)) else value


class ParquetOut:
    """A Parquet file that is written row group by row group."""

    def __init__(self, file: BinaryIO, columns: Mapping[str, str]) -> None:
        arrow = _library()
        self._columns = columns
        self._writer = arrow.parquet.ParquetWriter(file, schema(columns), compression="zstd")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._writer.write_batch(batch(rows, self._columns))

    def close(self) -> None:
        self._writer.close()


class ParquetIn:
    """A Parquet file to read. Raises InputError for one that is not whole."""

    def __init__(self, file: BinaryIO, place: str) -> None:
        arrow = _library()
        self.place = place
        try:
            self._file = arrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        except (arrow.ArrowException, OSError) as error:
            raise self._damaged(error) from error
        self.columns: list[str] = list(self._file.schema_arrow.names)

    def groups(self) -> list[tuple[int, int]]:
        """Rows and bytes, unpacked, of each row group."""
        told = (self._file.metadata.row_group(number) for number in range(self._file.metadata.num_row_groups))
        return [(group.num_rows, group.total_byte_size) for group in told]

    def rows(self, first: int, last: int, columns: Sequence[str], most: int) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
        """The rows of the groups from `first` up to `last`; and, in place of a value over `most` bytes, its size."""
        arrow = _library()
        try:
            for piece in self._file.iter_batches(batch_size=64, row_groups=list(range(first, last)), columns=list(columns)):
                names = piece.schema.names
                sizes = {name: _sizes(arrow, piece.column(name)) for name in names}
                for at in range(piece.num_rows):
                    over = {name: told[at] for name, told in sizes.items() if told and told[at] > most}
                    yield {name: piece.column(name)[at].as_py() for name in names if name not in over}, over
        except (arrow.ArrowException, OSError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> InputError:
        return InputError(f"this Parquet file is not whole ({error})", place=self.place, remedy="Fetch or make it again.")


def _sizes(arrow: Any, column: Any) -> list[int]:
    """The bytes of each text; nothing for other columns."""
    kind = column.type
    textual = arrow.types.is_string(kind) or arrow.types.is_large_string(kind) or arrow.types.is_binary(kind)
    return [size or 0 for size in arrow.compute.binary_length(column).to_pylist()] if textual else []
