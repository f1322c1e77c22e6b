#!/bin/sh
# Installed next to a `pulumi` that was built from Go modules (docs/engine.md); starts its language host. That host is
# older than the engine and takes the program's options as flags; the engine sends them in a message that the host does
# not read. So this script reads them where the engine does: `typescript` and `nodeargs` in Pulumi.yaml.

# The engine starts this script in the program's folder; with `main` in Pulumi.yaml that is below the project's folder.
project=$PWD
until [ -f "$project/Pulumi.yaml" ] || [ "$project" = / ]; do project=$(dirname "$project"); done

# Reads `name: value`, on a separate line or in braces; a value contains no comma, quote, brace or number sign.
option() {
  sed -n "/^ *#/d; s/^\(.*[{, ]\)\{0,1\}$1: *[\"']\{0,1\}\([^\"',}#]*\).*/\2/p" "$project/Pulumi.yaml" 2>/dev/null |
    sed 's/[[:space:]]*$//; q'
}

typescript=$(option typescript)
exec "$0-3.68.0" -typescript="${typescript:-true}" -nodeargs="$(option nodeargs)" "$@"
