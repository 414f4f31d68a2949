"""The official policy as the files have it: which values there are, since when, and where they come from.

Only what is asked comes from here: cells, thresholds, days, occupations and sources. What a candidate then
scores is for the twin to say.
"""

import datetime
import pathlib

import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "policies" / "official"
OPENING = datetime.date(2015, 1, 1)
DESCRIPTIONS = {"title", "unit", "source", "note", "values", "official_name", "from", "to"}


class Version:
    """One version of one category."""

    def __init__(self, category, name, node, source):
        self.category, self.name, self.path = category, name, f"categories.{category}.{name}"
        self.first, self.last = node["from"], node.get("to")
        self.source = node.get("source", source)
        self.occupations = [f"{int(code):05d}" for code in node.get("occupations", [])]
        self.conditions = {key: value for key, value in node.items()
                           if key not in DESCRIPTIONS and key != "occupations"}

    def ends_with(self):
        """The last day in force, or None."""
        return self.last


class Official:
    def __init__(self, folder=FOLDER):
        self.tree = {}
        for path in sorted(folder.glob("*.yaml")):
            for key, value in yaml.load(path.read_text(encoding="utf-8"), Loader=Reader).items():
                if key != "remarks":
                    self.tree[key] = value

    def node(self, path):
        node = self.tree
        for key in path.split("."):
            node = node[key]
        return node

    def entries(self, path):
        """The dated values of a leaf: [(first day, value)]."""
        return [(entry["from"], entry["value"]) for entry in self.node(path)["values"]]

    def value(self, path, day):
        """The value in force on a day; the path may go on into a table or pair."""
        found = self.tree
        for key in path.split("."):
            found = found[key]
            if isinstance(found, dict) and "values" in found:
                found = [entry["value"] for entry in found["values"] if entry["from"] <= day][-1]
        return found

    def source(self, path, day):
        """The nearest source on the way down to a value, without the address of the page, in few words."""
        node, found = self.tree, ""
        for key in path.split("."):
            if not isinstance(node, dict) or key not in node:
                break
            node = node[key]
            if isinstance(node, dict):
                found = node.get("source", found)
                for entry in node.get("values", []):
                    if entry["from"] <= day:
                        found = entry.get("source", found)
        return found.split(", https://")[0].replace("Comprehensive Ranking System", "CRS")

    def leaves(self, path):
        """The paths of all dated leaves below a path."""
        node = self.node(path)
        if "values" in node:
            return [path]
        return [leaf for key, below in node.items() if key not in DESCRIPTIONS and isinstance(below, dict)
                for leaf in self.leaves(f"{path}.{key}")]

    def versions(self):
        for category, node in self.tree["categories"].items():
            if category in DESCRIPTIONS:
                continue
            for name, version in node.items():
                if name not in DESCRIPTIONS:
                    yield Version(category, name, version, self.tree["categories"]["source"])

    def changes(self, path):
        """The days on which a value below the path changes, after the opening."""
        days = {first for leaf in self.leaves(path) for first, _ in self.entries(leaf)}
        return sorted(days - {OPENING})

    def version_changes(self):
        """The days on which a category version begins, or the day after one ends."""
        days = set()
        for version in self.versions():
            days.add(version.first)
            if version.last:
                days.add(version.last + datetime.timedelta(days=1))
        return sorted(days)


class Reader(yaml.SafeLoader):
    """Keys are text, whatever they look like; codes keep their zeros; days are dates."""


def read_mapping(loader, node):
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


def read_number(loader, node):
    """00012 is a code, not an octal number."""
    return int(node.value.replace("_", ""), 10)


Reader.add_constructor("tag:yaml.org,2002:map", read_mapping)
Reader.add_constructor("tag:yaml.org,2002:int", read_number)
