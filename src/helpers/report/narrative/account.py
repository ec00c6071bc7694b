"""The cleaning account: the names of its lines."""

from helpers.report.catalogue import Messages

ITEMS = {
    "in file": "account.in_file",
    "blank line": "account.blank_line",
    "header": "account.header",
    "totals": "account.totals",
    "left out": "account.left_out",
    "not kept": "account.not_kept",
    "empty": "account.empty",
    "test": "account.test",
    "duplicate": "account.duplicate",
    "failed": "account.failed",
    "kept": "account.kept",
    "asked": "account.asked",
    "valid": "account.valid",
    "_skipped": "account._skipped",
    "_not_asked": "account._not_asked",
    "_none": "account._none",
    "_unticked": "account._unticked",
    "_not_applicable": "account._not_applicable",
    "against routing": "account.against_routing",
    "_refused": "account._refused",
    "_not_codable": "account._not_codable",
    "spaces": "account.spaces",
    "apostrophe": "account.apostrophe",
    "case": "account.case",
    "accents": "account.accents",
    "alias": "account.alias",
    "number": "account.number",
    "date": "account.date",
    "tied ranks": "account.tied_ranks",
    "ranks left out": "account.ranks_left_out",
    "option ranked twice": "account.ranked_twice",
    "own words": "account.own_words",
    "own words near a level": "account.own_words_near",
    "free text": "account.free_text",
    "short row": "account.short_row",
}


def item(name: str, messages: Messages) -> str:
    """The name of a line of the account: a row of the file, a kind of missing, a rule."""
    return messages(ITEMS[name])
