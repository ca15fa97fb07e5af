"""Columns and Parquet files, through pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from ..errors import CleanerError, ConfigError, InputError, install_with


def _library() -> Any:
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        remedy = f"Install it with: {install_with('corpus')}"
        raise ConfigError("Parquet needs the library pyarrow, which is not installed", place="Parquet", remedy=remedy) from error
    return pyarrow


def schema(columns: Mapping[str, str]) -> Any:
    """The `pyarrow.Schema` of columns given as name -> string, strings, integer, number or boolean."""
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
    """Rows as a `pyarrow.RecordBatch`. Lone surrogates, which UTF-8 cannot encode, become question marks."""
    whole = [{name: _whole(row[name]) for name in columns} for row in rows]
    return _library().RecordBatch.from_pylist(whole, schema=schema(columns))


def mappings(batch: Any, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a `pyarrow.RecordBatch`: the values of `columns`, and only the names of all other columns."""
    found: dict[str, Any] = dict.fromkeys(batch.schema.names)
    read = [(name, batch.column(name)) for name in dict.fromkeys(columns) if name in found]
    for at in range(batch.num_rows):
        yield found | {name: _value(column[at]) for name, column in read}


def _value(scalar: Any) -> Any:
    """A value as a Python object; text that is not UTF-8 as bytes, and None for what Python cannot represent."""
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
    """A Parquet file to read. Raises InputError if the file is not complete."""

    def __init__(self, file: BinaryIO, place: str) -> None:
        arrow = _library()
        self.place = place
        with self._reported():
            self._file = arrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
            self.columns: list[str] = list(self._file.schema_arrow.names)

    def groups(self) -> list[tuple[int, int]]:
        """(rows, uncompressed bytes) of each row group."""
        with self._reported():
            stated = (self._file.metadata.row_group(number) for number in range(self._file.metadata.num_row_groups))
            return [(group.num_rows, group.total_byte_size) for group in stated]

    def rows(self, number: int, columns: Sequence[str], most: int) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
        """The rows of a row group, with the size in place of a value over `most` bytes. Only one row is in memory."""
        with self._reported():
            for piece in self._file.iter_batches(batch_size=1, row_groups=[number], columns=list(columns)):
                yield _row(piece, most)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Report every error of the library, which raises many types for damaged files, as an InputError."""
        try:
            yield
        except (CleanerError, GeneratorExit, MemoryError):
            raise
        except Exception as error:
            problem = f"this Parquet file is damaged ({str(error)[:300]})"
            raise InputError(problem, place=self.place, remedy="Fetch or create it again.") from error


def _row(piece: Any, most: int) -> tuple[dict[str, Any], dict[str, int]]:
    """The first row of a batch, and the sizes of the values in it that are over `most` bytes."""
    arrow = _library()
    fields: dict[str, Any] = {}
    over: dict[str, int] = {}
    for name in piece.schema.names:
        column = piece.column(name)
        if arrow.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        size = _size(arrow, column)
        if size > most:
            over[name] = size
        else:
            fields[name] = _value(column[0])
    return fields, over


def _size(arrow: Any, column: Any) -> int:
    """The bytes of a text; an estimate for any other value."""
    kind = column.type
    if arrow.types.is_string(kind) or arrow.types.is_large_string(kind) or arrow.types.is_binary(kind) or arrow.types.is_large_binary(kind):
        return int(arrow.compute.binary_length(column)[0].as_py() or 0)
    return int(column.nbytes)
