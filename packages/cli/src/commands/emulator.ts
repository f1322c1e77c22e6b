// npm run emulator: the local Twilio, by hand, until Ctrl-C.

import { seed, startEmulator } from "@tac-handoff/emulator";
import { proxyGuide } from "../emulator/guide.ts";
import { readOptions } from "../emulator/options.ts";

const usage = `npm run emulator -- [--port 4010] [--state FILE] [--host NAME=URL]… [--proxy [PORT] [--ca-file FILE]] [--json]

Starts a local Twilio on this machine with an account as it is before the hand-off.
It is for development and tests and never claims to be Twilio.

  --port N         port to listen on (default 4010, which Pulumi.dev.yaml names; 0 for any free one)
  --state FILE     keep the account in this file and go on with it at the next start
  --host NAME=URL  a public host of your own and the server of this machine that stands for it; may be repeated
  --proxy [PORT]   also start an HTTPS proxy, for clients whose hosts are fixed (TAC, twilio for Python, twilio-node);
                   says which environment variables they need (default 4011; 0 for any free one)
  --ca-file FILE   where the proxy's CA certificate is written until the end (default: a new temporary file)
  --json           print one line of JSON when it listens: {"url", "proxy": {"url", "caFile", "environment"}}

Examples
  npm run emulator
  npm run emulator -- --port 0 --state .local/twilio.json
  npm run emulator -- --proxy --host agent.example.com=http://127.0.0.1:8000`;

const { help, json, options, problems } = readOptions(process.argv.slice(2));
if (help) {
  console.log(usage);
  process.exit(0);
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(2);
}

const { url, proxy, close } = await startEmulator(options).catch(
  (error: NodeJS.ErrnoException & { port?: number }) => {
    console.error(error.code === "EADDRINUSE" ? portTaken(error.port) : error.message);
    process.exit(1);
  },
);
// `on`, not `once`: under npm a Ctrl-C comes twice, and the second one would cut the closing short.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, async () => {
    await close();
    process.exit(0);
  });
}
const hosts = Object.entries(options.hosts ?? {}).map(([host, server]) => `${host} is served by ${server}.`);
// In one piece, so that who starts it has all of it when there is something.
console.log(
  json
    ? JSON.stringify({ url, proxy })
    : [
        `Local Twilio at ${url}, account ${seed.accountSid}. Ctrl-C ends it.`,
        ...hosts,
        ...(proxy ? ["", proxyGuide(proxy)] : []),
      ].join("\n"),
);

function portTaken(port: number | undefined): string {
  return port === options.port
    ? `Port ${port} is taken by another program. Name another one with --port, and in twilio:endpoint.`
    : `Port ${port} is taken by another program. Name another one for the proxy: --proxy PORT.`;
}
