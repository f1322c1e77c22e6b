// What `npm run emulator -- --proxy` prints: for each client the variables it reads, ready to paste into a shell.

import { type HttpsProxy, proxyClients } from "@tac-handoff/emulator";

/** Lines of `sh`; client names and notes are comments, so that all of it can be pasted unchanged. */
export function proxyGuide({ url, environment }: HttpsProxy): string {
  const blocks = Object.entries(proxyClients).map(([client, names]) =>
    [`# ${client}`, ...exports(names, environment)].join("\n"),
  );
  return `# HTTPS proxy at ${url}. Paste the lines for your client into its shell only:
# its certificates replace those of the system, so other https hosts fail there.
# NO_PROXY=* would bypass the proxy. More: docs/local-twilio.md

${blocks.join("\n\n")}`;
}

/** One `export` for each value: variables with the same value share a line. */
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
