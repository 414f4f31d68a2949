"""Reforms for the twin: reads a reform file and changes the law of a day as its changes say.

It is not the C reader over again: it knows the paths that the example reforms use, says what each means in the twin's own
terms, and refuses every other. Values hold on the days of the file, or on days of their own.
"""

import functools

import yaml

import twin


def read(path):
    """The file as plain texts: 00012 stays 00012, +21231 keeps its sign."""
    with open(path, encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.BaseLoader)


def leaves(node, path=()):
    """(path, value) of everything under `changes`; a path is a tuple of its parts."""
    for key, value in node.items():
        below = path + tuple(key.split("."))
        is_list_of_codes = isinstance(value, dict) and all(len(code) == 5 and code.isdigit() for code in value)
        if isinstance(value, dict) and "value" not in value and not is_list_of_codes:
            yield from leaves(value, below)
        else:
            yield below, value


def expanded(parts):
    """30-34 stands for 30, 31, 32, 33 and 34."""
    for index, part in enumerate(parts):
        first, dash, last = part.partition("-")
        if dash and first.isdigit() and last.isdigit() and int(first) < int(last):
            for number in range(int(first), int(last) + 1):
                yield from expanded(parts[:index] + (str(number),) + parts[index + 1:])
            return
    yield parts


def holds(days, day):
    return twin.date_of(days.get("from", "0001-01-01")) <= day <= twin.date_of(days.get("to", "9999-12-31"))


# ---- What the paths mean -------------------------------------------------------------------------

ADDITIONAL = {"sibling": ("additional_sibling", ""), "nomination": ("additional_nomination", ""),
              "french": ("additional_french", "nclc7_all_english_le4_or_none"),
              "french_with_english": ("additional_french", "nclc7_all_english_ge5_all")}
OFFERS = {"other": "other", "senior_manager": "major_group_00"}
WORKER = {"level": ("level", int), "continuous_months": ("unbroken", int), "months": ("recent", int),
          "asks_funds": ("asks_funds", lambda text: text == "1"),
          "asks_selection_points": ("asks_points", lambda text: text == "1")}


def change_points(law, parts, value):
    """Points and tiers of the ranking system."""
    grid = law.grid
    match parts:
        case ("additional", name) if name in ADDITIONAL:
            grid.points[ADDITIONAL[name]] = (int(value), int(value))
        case ("additional", "job_offer", kind):
            grid.points["additional_job_offer", OFFERS[kind]] = (int(value), int(value))
        case ("additional", "occupation_tiers", tier):
            grid.occupation_tier.update({code: int(tier) for code in value})
        case ("additional", "occupation_work", tier, years):
            grid.occupation_work[int(tier), int(years)] = int(value)
        case ("additional", "occupation_offer", tier):
            grid.occupation_offer[int(tier)] = int(value)
        case ("age", age):
            without, with_spouse = value
            grid.points["age", age] = (int(with_spouse), int(without))
        case ("transferability", "tiers", "language", tier):
            begins = list(grid.language_tiers)
            begins[int(tier) - 1] = int(value)
            grid.language_tiers = tuple(begins)
        case _:
            raise KeyError(".".join(("crs", *parts)))


def change_category(law, category, version, what, value):
    if what == "months":
        law.months[category, version] = int(value)
    elif what == "occupations" and (category, version) in law.lists:
        for word in value.split():
            codes = law.lists[category, version]
            (codes.add if word[0] == "+" else codes.remove)(word[1:])
    elif what != "occupations":
        raise KeyError(f"categories.{category}.{version}.{what}")


def change_program(law, program, what, value):
    if what == "open" and value == "0":
        law.classes.pop(program)
    elif program == "fsw" and what in WORKER:
        name, meaning = WORKER[what]
        law.classes[program] = functools.partial(law.classes[program], **{name: meaning(value)})
    else:
        raise KeyError(f"programs.{program}.{what}")


def change(law, parts, value):
    match parts:
        case ("crs", *below):
            change_points(law, tuple(below), value)
        case ("categories", category, version, what):
            change_category(law, category, version, what, value)
        case ("programs", program, what):
            change_program(law, program, what, value)
        case ("rounds", "tie_break"):
            law.tie_break = value
        case ("rounds", "lottery_seed"):
            law.lottery_seed = int(value)
        case _:
            raise KeyError(".".join(parts))


def law_under(path, day):
    """The law of a day as a reform would have it."""
    law, reform = twin.Law(day), read(path)
    for parts, value in leaves(reform["changes"]):
        days = reform
        if isinstance(value, dict) and "value" in value:
            days, value = value, value["value"]
        if holds(days, day):
            for each in expanded(parts):
                change(law, each, value)
    return law
