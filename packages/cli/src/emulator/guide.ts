// What `npm run emulator -- --proxy` says: for each client the variables it obeys, ready to paste into a shell.

import { type HttpsProxy, proxyClients } from "@tac-handoff/emulator";

/** Lines of `sh`; names of clients and remarks are comments, so that everything may be pasted as it is. */
export function proxyGuide({ url, environment }: HttpsProxy): string {
  const blocks = Object.entries(proxyClients).map(([client, names]) =>
    [`# ${client}`, ...exports(names, environment)].join("\n"),
  );
  return `# HTTPS proxy at ${url}. Paste what your client obeys into its shell, and into no other:
# its certificates take the place of the system's, so other https hosts fail there.
# NO_PROXY=* would lead past the proxy. More: docs/local-twilio.md

${blocks.join("\n\n")}`;
}

/** One `export` for each value: variables that say the same stand on one line. */
function exports(names: string[], environment: Record<string, string>): string[] {
  const values = new Set(names.map((name) => environment[name] ?? ""));
  return [...values].map((value) => {
    const same = names.filter((name) => environment[name] === value);
    return `export ${same.map((name) => `${name}=${quoted(value)}`).join(" ")}`;
  });
}

function quoted(value: string): string {
  return /^[\w./:,@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
