"""Numbers of figures and tables, names of headings, and the references to them."""

import re
import unicodedata

from helpers.document.export import markdown


def number(report, problems):
    """Figures and tables in order; an id names one of them only."""
    count, seen = {"figure": 0, "table": 0}, set()
    for block in report.blocks:
        if block.kind in count:
            count[block.kind] += 1
            block.number = count[block.kind]
            if block.id in seen:
                problems.append(f"cell {block.cell}: the id {block.id} is used twice")
            seen.add(block.id)


def trees(report):
    """Every (block, list of tokens) of the report."""
    for block in report.blocks:
        for tokens in (block.tokens, block.subtitle, block.note, *block.notes.values()):
            yield block, tokens


def name_headings(report, problems):
    """Levels without jumps, and an identifier for each."""
    taken, last = {block.id for block in report.blocks}, 0
    for block in report.blocks:
        for token in markdown.walk(block.tokens):
            if token["type"] != "heading":
                continue
            name, level = markdown.words(token["children"]), token["attrs"]["level"]
            if level > last + 1:
                problems.append(
                    f"cell {block.cell}: heading {name!r} jumps from level {last} to {level}"
                )
            last, given = level, token["attrs"].get("id")
            if given in taken:
                problems.append(f"cell {block.cell}: the id {given} is used twice")
            plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
            slug = given or "s-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section")
            while not given and slug in taken:
                slug += "-bis"
            taken.add(slug)
            token["attrs"]["id"] = slug
            report.headings.append((level, slug, token["children"]))


def sections_after(report, place):
    """Identifiers of the headings of the first level in the blocks after one, in order."""
    after = report.blocks[report.blocks.index(place) + 1 :]
    return [
        token["attrs"]["id"]
        for block in after
        for token in block.tokens
        if token["type"] == "heading" and token["attrs"]["level"] == 1
    ]


def resolve(report, problems):
    """References become links; links inside the report must lead somewhere."""
    places = {block.id: block for block in report.blocks if block.number}
    known = set(places) | {slug for _, slug, _ in report.headings}
    for block, tokens in trees(report):
        for token in markdown.walk(tokens):
            if token["type"] == "reference":
                key = token["raw"][0].lower() + token["raw"][1:]
                if key not in places:
                    problems.append(f"cell {block.cell}: reference to the unknown {token['raw']}")
                    continue
                kind = places[key].kind
                words = report.words_of(block)
                word = words[kind if token["raw"][0].isupper() else f"in_text_{kind}"]
                token.update(
                    type="link",
                    attrs={"url": f"#{key}"},
                    children=[{"type": "text", "raw": f"{word}\u00a0{places[key].number}"}],
                )
                del token["raw"]
            elif (
                token["type"] == "link"
                and token["attrs"]["url"][0] == "#"
                and token["attrs"]["url"][1:] not in known
            ):
                problems.append(f"cell {block.cell}: link to the unknown {token['attrs']['url']}")
