from pathlib import Path

from regulars.lake.memory import MemoryLake
from regulars.testing.lake import tables


def test_lays_a_table_down_once_for_engines_and_again_when_it_grew() -> None:
    lake = MemoryLake()
    lake.append("main", tables(1, 1), 1)
    (first,) = lake.files("main", "events")
    assert lake.files("main", "events") == [first]
    lake.append("main", tables(2, 2), 2)
    (second,) = lake.files("main", "events")
    assert second != first
    assert Path(first).exists(), "a query that began before may still read it"
    lake.close()
    assert not Path(second).exists()
