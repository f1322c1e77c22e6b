// npm run emulator: the local Twilio, by hand, until Ctrl-C.

import { parseArgs } from "node:util";
import { seed, startEmulator } from "@tac-handoff/emulator";

const usage = `npm run emulator -- [--port 4010] [--state FILE]

Starts a local Twilio on this machine with an account as it is before the hand-off.
It is for development and tests and never claims to be Twilio.

  --port N      port to listen on (default 4010, which Pulumi.dev.yaml names; 0 for any free one)
  --state FILE  keep the account in this file and go on with it at the next start

Examples
  npm run emulator
  npm run emulator -- --port 0 --state .local/twilio.json`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    state: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
  console.error(`--port: expected a number from 0 to 65535, found "${values.port}".`);
  process.exit(2);
}

const emulator = await startEmulator({
  port: Number(values.port),
  ...(values.state !== undefined && { stateFile: values.state }),
}).catch((error: NodeJS.ErrnoException) => {
  console.error(
    error.code === "EADDRINUSE"
      ? `Port ${values.port} is taken by another program. Name another one with --port, and in twilio:endpoint.`
      : error.message,
  );
  process.exit(1);
});

console.log(`Local Twilio at ${emulator.url}, account ${seed.accountSid}. Ctrl-C ends it.`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await emulator.close();
    process.exit(0);
  });
}
