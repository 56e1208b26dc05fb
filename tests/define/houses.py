"""Any house at all, drawn from the types of the definitions: every field takes part, those of tomorrow too."""

from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

from regulars.define import Definitions

TEXTS = st.sampled_from(
    ["on", "yes", "~", "null", "true", "1.10", "- a", "a: b", "<<", "&x", "熟客", "x #y", "|\n a", " x ", "'", ""]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\x85"), max_size=12)


def houses(texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[Definitions]:
    """Houses whose names and texts are drawn from `texts`; features, segments and stages do not share a name."""
    return _values(inspect.type_info(Definitions), texts).filter(_one_space)


def _values(info: inspect.Type, texts: st.SearchStrategy[str], name: str = "") -> st.SearchStrategy[Any]:
    if isinstance(info, inspect.StructType):
        fields = {field.name: field for field in info.fields if field.name != "at"}
        required = {key: _values(field.type, texts, key) for key, field in fields.items() if field.required}
        optional = {key: _values(field.type, texts, key) for key, field in fields.items() if not field.required}
        return st.fixed_dictionaries(required, optional=optional).map(lambda given: info.cls(**given))
    if isinstance(info, inspect.DictType):
        items = st.dictionaries(texts, _values(info.value_type, texts), max_size=3)
        if isinstance(info.value_type, inspect.StructType) and "name" in info.value_type.cls.__struct_fields__:
            return items.map(lambda given: {key: _renamed(value, key) for key, value in given.items()})
        return items
    if isinstance(info, inspect.ListType):
        if name == "steps":
            return st.lists(_values(info.item_type, texts), max_size=3, unique_by=lambda step: step.name)
        return st.lists(_values(info.item_type, texts), max_size=3)
    if isinstance(info, inspect.UnionType):
        return st.one_of(_values(part, texts) for part in info.types)
    if isinstance(info, inspect.LiteralType):
        return st.sampled_from(sorted(info.values, key=str))
    if isinstance(info, inspect.NoneType):
        return st.none()
    if isinstance(info, inspect.BoolType):
        return st.booleans()
    if isinstance(info, inspect.IntType):
        return st.integers(-(10**17), 10**17)
    if isinstance(info, inspect.FloatType):
        return st.floats(0, 1, width=16)
    assert isinstance(info, inspect.StrType), info
    return texts


def _renamed(value: Any, name: str) -> Any:
    return type(value)(**{field: getattr(value, field) for field in value.__struct_fields__} | {"name": name})


def _one_space(house: Definitions) -> bool:
    names = [*house.features, *house.segments, *house.stages]
    return len(names) == len(set(names))
