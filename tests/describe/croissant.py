#!/usr/bin/env python3
"""Checks the manifest of a made pool: its structure, or whether mlcroissant, the reference reader, takes it.

usage: croissant.py structure|mlcroissant EEPOOL
The second is skipped (77) where mlcroissant is not installed.
"""

import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile

REQUIRED = ("@context", "@type", "name", "conformsTo", "description", "license", "url", "citeAs", "datePublished",
            "distribution", "recordSet", "version")


def check_structure(manifest, folder):
    for key in REQUIRED:
        assert manifest.get(key), key
    assert manifest["@type"] == "sc:Dataset"
    assert manifest["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    (file,) = manifest["distribution"]
    with open(os.path.join(folder, "pool.eepd"), "rb") as stream:
        content = stream.read()
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert file["contentSize"] == f"{len(content)} B"
    (records,) = manifest["recordSet"]
    ids = {field["@id"] for field in records["field"]}
    assert records["key"]["@id"] in ids
    for field in records["field"]:
        assert field["@type"] == "cr:Field" and field["description"], field
        assert field["dataType"] in ("sc:Integer", "sc:Text", "sc:Date", "sc:DateTime", "sc:Boolean"), field
        assert field["source"]["fileObject"]["@id"] == file["@id"], field
    return len(ids)


def check_with_mlcroissant(path):
    """It loads, with as many fields, and nothing is remarked: neither errors, nor warnings, nor in its log."""
    try:
        import mlcroissant
    except ImportError:
        print("SKIPPED: mlcroissant is not here (pip install mlcroissant)")
        sys.exit(77)
    remarks = []
    logging.getLogger("absl").addFilter(lambda record: remarks.append(record.getMessage()))
    metadata = mlcroissant.Dataset(path).metadata
    issues = metadata.ctx.issues
    assert not issues.errors and not issues.warnings and not remarks, (issues.report(), remarks)
    (records,) = metadata.record_sets
    return len(records.fields)


def main(how, eepool):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([eepool, "pool", "make", "-n", "100", "--as-of", "2023-07-05", "-q", "-o", "pool.eepd"],
                       cwd=folder, check=True)
        subprocess.run([eepool, "pool", "manifest", "pool.eepd", "--url", "https://example.org/pool", "--published",
                        "2026-01-02", "-o", "."], cwd=folder, check=True)
        path = os.path.join(folder, "croissant.json")
        if how == "mlcroissant":
            fields = check_with_mlcroissant(path)
        else:
            with open(path, encoding="utf-8") as stream:
                fields = check_structure(json.load(stream), folder)
        assert fields == 41, fields


if __name__ == "__main__":
    main(sys.argv[1], os.path.abspath(sys.argv[2]))
