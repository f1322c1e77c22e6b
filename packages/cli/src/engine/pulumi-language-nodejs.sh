#!/bin/sh
# Stands beside a `pulumi` that was built from Go modules (docs/engine.md) and starts its language host. That host is
# older than the engine and takes the program's options as flags; the engine sends them in a message the host does
# not read. So they are taken from where the engine has them: `typescript` and `nodeargs` in Pulumi.yaml.

# The engine starts us in the program's folder; with `main` in Pulumi.yaml that is a folder below the project's.
project=$PWD
until [ -f "$project/Pulumi.yaml" ] || [ "$project" = / ]; do project=$(dirname "$project"); done

# Reads `name: value`, on a line of its own or in braces; a value has no comma, quote, brace or number sign in it.
option() {
  sed -n "/^ *#/d; s/^\(.*[{, ]\)\{0,1\}$1: *[\"']\{0,1\}\([^\"',}#]*\).*/\2/p" "$project/Pulumi.yaml" 2>/dev/null |
    sed 's/[[:space:]]*$//; q'
}

typescript=$(option typescript)
exec "$0-3.68.0" -typescript="${typescript:-true}" -nodeargs="$(option nodeargs)" "$@"
