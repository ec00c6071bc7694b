"""What a build publishes, all at once, and the manifest that says of what it is and from what."""

import json
from collections.abc import Sequence
from pathlib import Path

from helpers.codebook import Codebook
from helpers.codebook.folding import fold_spaces
from helpers.pipeline import custody, gate, seal, store
from helpers.pipeline.steps import Step
from helpers.pipeline.workspace import Workspace
from helpers.privacy import rule


def _manifest(workspace: Workspace) -> str:
    return f"{workspace.reports}/manifest.json"


def prune(workspace: Workspace, steps: list[Step]) -> None:
    """Remove files from earlier builds that no step writes any more."""
    names = [_manifest(workspace), *(name for step in steps for name in step.writes)]
    store.prune(workspace.built, {workspace.built / name for name in names})


def publish(workspace: Workspace, steps: list[Step], wanted: list[Step]) -> list[str]:
    """Publish what the wanted steps wrote, with a manifest; take away what no step writes."""
    top, built, manifest = workspace.project.output, workspace.built, _manifest(workspace)
    book = workspace.book
    names = [name for step in wanted for name in step.writes if not name.startswith("executed/")]
    planned = {name for step in steps for name in step.writes}
    before = _listed(top / manifest, (workspace.processed, workspace.reports))
    files = {name: _told(name, store.sha256(built / name), book) for name in names}
    for name in (planned & set(before)) - set(files):  # of a language that was not asked for
        if _told(name, store.sha256(top / name), book) == before[name]:
            files[name] = before[name]
    event = workspace.event
    exports = [path for path in book.exports if _holds(path, event, book)]
    inputs = [*exports, book.folder / "codebook.toml", workspace.published]
    hashes = {
        str(path.relative_to(book.folder)): workspace.sources.sha256(path)
        for path in inputs
        if path
    }
    for path in exports:
        name = str(path.relative_to(book.folder))
        hashes[name] = seal.sealed(hashes[name], book)
    content = {
        "survey": book.id,
        **({"event": event} if event else {}),
        **({"waiver": book.texts["waiver"]} if rule.is_waived(book) else {}),
        **({"told": told} if (told := gate.told(workspace)) else {}),
        "inputs": hashes,
        "files": dict(sorted(files.items())),
    }
    store.write(built / manifest, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    to_publish = {name: built / name for name in [*names, manifest]}
    return store.publish(to_publish, set(before) - planned, top=top, work=workspace.work)


def _holds(export: Path, event: str, book: Codebook) -> bool:
    """Whether an export holds answers of an event: of many, the one that is named after it."""
    return not event or "*" not in book.intake["file"] or fold_spaces(export.stem) == event


def _told(name: str, sha256: str | None, book: Codebook) -> str | None:
    """The fingerprint of a file as the manifest tells it: a page as it is, a table sealed."""
    return seal.sealed(sha256, book) if name.startswith(custody.PROCESSED) else sha256


def _listed(manifest: Path, folders: Sequence[str]) -> dict[str, str]:
    """The files that a manifest lists under the survey's own folders, with their SHA-256."""
    content = store.read_json(manifest)
    files = content.get("files") if isinstance(content, dict) else None
    return {
        name: sha256
        for name, sha256 in (files.items() if isinstance(files, dict) else ())
        if store.is_published(name) and name.startswith(tuple(f"{folder}/" for folder in folders))
    }
