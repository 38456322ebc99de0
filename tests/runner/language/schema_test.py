"""Holds docs/scenario.schema.json to scenario files: every shipped file fits it, every broken one does not.

Usage: schema_test.py SCHEMA BROKEN_FOLDER FOLDER...
"""

import json
import pathlib
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML as editors read it: a date is text, and so are the words "on" and "off"."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and not (tag == "tag:yaml.org,2002:bool" and first in "oO")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main(schema_path, broken, *shipped):
    schema = json.loads(pathlib.Path(schema_path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []
    for folder, should_fit in [(broken, False)] + [(folder, True) for folder in shipped]:
        files = sorted(path for path in pathlib.Path(folder).glob("*.yaml") if path.name != "folder.yaml")
        if not files:
            failures.append(f"{folder}: no files")
        for path in files:
            errors = list(validator.iter_errors(yaml.load(path.read_text(encoding="utf-8"), Loader)))
            if should_fit:
                failures += [f"{path}: {error.json_path}: {error.message}" for error in errors]
            elif not errors:
                failures.append(f"{path}: fits the schema although it is broken")
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
