"""The items of catalogues inside a house: read from their files when definitions are applied, kept in the store."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from regulars.decide.catalogue import LIMIT_ITEMS, CatalogError, Items, load_items
from regulars.define.definitions import Catalog, Definitions
from regulars.state.shelf import Shelf


def folder_of(definitions: Definitions) -> Path | None:
    """The folder in which definitions that were read from disk stand."""
    for catalog in definitions.catalogs.values():
        path = Path(catalog.at.rpartition(":")[0])
        if path.is_file():
            return path.parent
    return None


def keep(shelf: Shelf, workspace: str, definitions: Definitions, folder: Path | None) -> bool:
    """Take the items of every catalogue into the store. Gives whether any differ from what was there.

    Without a folder (definitions that came over the network) the items that are there stay; a catalogue that names a file
    and has none yet raises CatalogError, and so does a file that cannot be read.
    """
    found: dict[str, bytes] = {}
    for catalog in definitions.catalogs.values():
        if not catalog.file:
            continue
        if folder is not None:
            found[catalog.name] = msgspec.msgpack.encode(load_items(catalog, folder).attributes)
        elif shelf.note(workspace, _note(catalog)) is None:
            raise CatalogError(
                f"catalog '{catalog.name}' names the file '{catalog.file}', which has not been applied here yet; "
                "apply the definitions' folder with `regulars apply` on the machine of the server",
                where=catalog.at,
            )
    changed = False
    for name, rows in found.items():
        note = _note(definitions.catalogs[name])
        if shelf.note(workspace, note) != rows:
            shelf.put_note(workspace, note, rows)
            changed = True
    return changed


def items(shelf: Shelf, workspace: str, definitions: Definitions) -> dict[str, Items]:
    """The items of each catalogue as they stand in the store; empty where nothing was kept."""
    found = {}
    for catalog in definitions.catalogs.values():
        rows = shelf.note(workspace, _note(catalog))
        found[catalog.name] = Items(catalog, msgspec.msgpack.decode(rows) if rows else [])
    return found


def put(shelf: Shelf, workspace: str, catalog: Catalog, rows: Sequence[Mapping[str, Any]], replace: bool) -> int:
    """Take items that came over the network: in place of those that are there, or besides them (the same key: instead of it).

    Gives how many there are now. Items may come before the definitions that name their catalogue.
    """
    kept = shelf.note(workspace, _note(catalog))
    before = msgspec.msgpack.decode(kept) if kept and not replace else []
    new = {str(row.get(catalog.key)) for row in rows}
    rows = [{name: _storable(value) for name, value in row.items()} for row in rows]
    merged = [*(row for row in before if str(row.get(catalog.key)) not in new), *rows]
    if len(merged) > LIMIT_ITEMS:
        raise CatalogError(f"catalog '{catalog.name}' would hold more than {LIMIT_ITEMS:,} items")
    shelf.put_note(workspace, _note(catalog), msgspec.msgpack.encode(merged))
    return len(merged)


def _storable(value: Any) -> Any:
    """Integers beyond 64 bits become text, as at the door: no store could keep them otherwise."""
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
        return str(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {name: _storable(item) for name, item in value.items()}
    return value


def count(shelf: Shelf, workspace: str, catalog: Catalog) -> int:
    """How many items are kept."""
    kept = shelf.note(workspace, _note(catalog))
    return len(msgspec.msgpack.decode(kept)) if kept else 0


def _note(catalog: Catalog) -> str:
    return f"catalog:{catalog.name}"
