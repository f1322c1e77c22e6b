// emulator: runs the local Twilio until Ctrl-C.

import {
  defineCommand,
  flag,
  InputError,
  list,
  optionalText,
  text,
  textOr,
  UsageError,
  UserError,
} from "@tac-handoff/studio/command";

export const emulator = defineCommand({
  name: "emulator",
  summary: "start a local Twilio",
  description: [
    "Starts a local Twilio on this machine, with an account that has no hand-off yet. It is for development and tests, and never claims to be Twilio. Ctrl-C stops it.",
  ],
  options: {
    port: textOr("4010", "N", "port to listen on, as set in Pulumi.dev.yaml; 0 for any free port"),
    state: text("FILE", "keep the account in this file, and resume from it at the next start"),
    host: list("NAME=URL", "one of your public hosts, and the server on this machine that serves it"),
    proxy: optionalText(
      "4011",
      "PORT",
      "also start an HTTPS proxy, for clients whose hosts are fixed (TAC, twilio for Python, twilio-node), and print the environment variables they need; 0 for any free port (default: 4011)",
    ),
    caFile: text(
      "FILE",
      "where the proxy's CA certificate is kept while it runs (default: a new temporary file)",
    ),
    json: flag('once it listens, print one line of JSON: {"url", "proxy": {"url", "caFile", "environment"}}'),
  },
  exitCodes: {
    0: "stopped by Ctrl-C",
    1: "could not start, for instance because the port is in use",
    2: "wrong usage, or a state file that could not be read",
  },
  examples: [
    "{}",
    "{} --port 0 --state .local/twilio.json",
    "{} --proxy --host agent.example.com=http://127.0.0.1:8000",
  ],
  async run({ options: given }, io) {
    const { readOptions } = await import("../emulator/options.ts");
    const { options, problems } = readOptions(given, io.cwd);
    if (problems.length > 0) throw new UsageError(problems.join("\n"));
    const [{ seed, startEmulator }, { recordExchanges }] = await Promise.all([
      import("@tac-handoff/emulator"),
      import("../emulator/recordExchanges.ts"),
    ]);
    const { url, proxy, close } = await startEmulator(options).catch((error: unknown) => {
      throw startFailure(error, options);
    });
    const endRecord = recordExchanges(io.env);
    const interrupted = io.interrupted();
    const hosts = Object.entries(options.hosts ?? {}).map(
      ([host, server]) => `${host} is served by ${server}.`,
    );
    const { proxyGuide } = await import("../emulator/guide.ts");
    // In a single write, so that a parent process that receives anything receives all of it.
    io.stdout(
      json(given.json, { url, proxy }) ??
        `${[
          `Local Twilio at ${url}, account ${seed.accountSid}. Ctrl-C stops it.`,
          ...hosts,
          ...(proxy ? ["", proxyGuide(proxy)] : []),
        ].join("\n")}\n`,
    );
    await interrupted;
    await close();
    endRecord();
    return 0;
  },
});

function json(isWanted: boolean, value: object): string | undefined {
  return isWanted ? `${JSON.stringify(value)}\n` : undefined;
}

/** A port in use and an invalid state file have a message for the user; anything else is a bug. */
function startFailure(error: unknown, { port, stateFile }: { port?: number; stateFile?: string }): unknown {
  if (!(error instanceof Error)) return error;
  if ("syscall" in error && error.syscall === "listen") return new UserError(listenProblem(error, port));
  const isDefect = error instanceof TypeError || error instanceof ReferenceError;
  return isDefect || stateFile === undefined ? error : new InputError(`--state: ${error.message}`);
}

function listenProblem(error: Error, port: number | undefined): string {
  const { code, port: taken }: Error & { code?: unknown; port?: unknown } = error;
  if (code !== "EADDRINUSE") return error.message;
  return taken === port
    ? `Port ${taken} is in use by another program. Choose another one with --port, and set it in twilio:endpoint.`
    : `Port ${taken} is in use by another program. Choose another one for the proxy: --proxy PORT.`;
}
