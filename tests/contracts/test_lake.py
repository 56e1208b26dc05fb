"""The lakes of the house pass the public battery."""

from pathlib import Path

from regulars.lake.delta import DeltaLake
from regulars.lake.lake import Lake
from regulars.lake.memory import MemoryLake
from regulars.testing.lake import LakeContract


class TestMemoryLake(LakeContract):
    def open(self, folder: Path) -> Lake:
        return MemoryLake()


class TestDeltaLake(LakeContract):
    survives = "regulars.lake.delta:DeltaLake"

    def open(self, folder: Path) -> Lake:
        return DeltaLake(folder)
