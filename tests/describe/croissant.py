#!/usr/bin/env python3
"""Checks the manifest of a made pool: with mlcroissant where it is installed, and its structure in any case.

usage: croissant.py EEPOOL
"""

import hashlib
import json
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
    try:
        import mlcroissant
    except ImportError:
        return "mlcroissant is not here: only the structure was checked"
    metadata = mlcroissant.Dataset(path).metadata
    assert not metadata.ctx.issues.errors, metadata.ctx.issues.report()
    return "mlcroissant takes it: " + (metadata.ctx.issues.report() or "no remarks")


def main(eepool):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([eepool, "pool", "make", "-n", "100", "--as-of", "2023-07-05", "-q", "-o", "pool.eepd"],
                       cwd=folder, check=True)
        subprocess.run([eepool, "pool", "manifest", "pool.eepd", "--url", "https://example.org/pool", "--published",
                        "2026-01-02", "-o", "."], cwd=folder, check=True)
        path = os.path.join(folder, "croissant.json")
        with open(path, encoding="utf-8") as stream:
            fields = check_structure(json.load(stream), folder)
        assert fields == 41, fields
        print(check_with_mlcroissant(path))


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
