// npm run demo: a local Twilio goes from "agent alone" to a working hand-off, by a real `pulumi up`.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { seed } from "@tac-handoff/emulator";
import { attributes as contract } from "@tac-handoff/studio-flows/attributes";
import { parse, parseDocument } from "yaml";
import { readAccount } from "../demo/adopted.ts";
import { type Provisioned, sender } from "../demo/agent.ts";
import { performHandoffs } from "../demo/handoffs.ts";
import { startLocalTwilio, stopLocalTwilio } from "../demo/localTwilio.ts";
import { describeHandoff } from "../demo/report.ts";
import { sampleAttributes, sampleReason } from "../demo/sampleAttributes.ts";
import { ensureEngine } from "../engine/engine.ts";
import { openStack, type Stack } from "../engine/stack.ts";
import { formatVariables } from "../env/formats.ts";
import { secretVariables } from "../env/secrets.ts";
import { agentVariables } from "../env/variables.ts";
import { colors } from "../terminal/colors.ts";

const usage = `npm run demo -- [--keep | --destroy] [--folder DIR]

Starts a local Twilio with an account as it is before the hand-off, runs a real \`pulumi up\` against it,
hands a call, an SMS and a chat off to Flex, and shows that a second \`pulumi up\` changes nothing.
Everything is kept in one folder and removed at the end; your own Pulumi login and stacks are not touched.

  --keep        leave the local Twilio and the stack in place, and say how to go on by hand
  --destroy     destroy the stack at the end, and show that the account is as it was before
  --folder DIR  where state, log and process id are kept (default .local); what a demo kept there is replaced

Examples
  npm run demo
  npm run demo -- --keep`;

const { values: options } = parseArgs({
  options: {
    keep: { type: "boolean", default: false },
    destroy: { type: "boolean", default: false },
    folder: { type: "string", default: ".local" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

if (options.keep && options.destroy) {
  console.error("--keep and --destroy exclude each other.");
  process.exit(2);
}

const folder = resolve(options.folder);
/** Says that the folder is the demo's own, so that it may be removed. */
const marker = join(folder, ".made-by-the-demo");
if (existsSync(folder) && !existsSync(marker) && readdirSync(folder).length > 0) {
  console.error(`--folder: ${folder} holds something else. Name a folder that is empty or not there yet.`);
  process.exit(2);
}
const engine = await ensureEngine();
await clear();
mkdirSync(folder, { recursive: true });
writeFileSync(marker, "");
// `on`, not `once`: execa sends a signal again when it finds no listener but its own.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void clear().finally(() => process.exit(130)));
}

try {
  await demo();
} finally {
  if (!options.keep) await clear();
}

/** Ends what an earlier demo kept in the folder, and removes the folder, which holds nothing else. */
async function clear(): Promise<void> {
  await stopLocalTwilio(folder);
  if (existsSync(marker)) rmSync(folder, { recursive: true, force: true });
}

async function demo(): Promise<void> {
  const { attributes, leftOut } = sampleAttributes(contract);
  step("A local Twilio, with an account as teams have it before the hand-off");
  const configured = new URL(readEndpoint());
  const twilio = await startLocalTwilio({ folder, port: Number(configured.port) });
  const configFile = twilio.url === configured.origin ? undefined : writeConfig(twilio.url);
  const send = sender(twilio.url);
  console.log(`${twilio.url}, account ${seed.accountSid}: a virtual agent by TAC's quickstart, people in Flex.
${seed.phoneNumber} rings an old IVR; SMS, ${seed.whatsappSender} and the web chat go to the flow "Flex Messaging Flow".`);
  const before = await readAccount(send, seed.accountSid);

  step("pulumi up");
  const stack = await openStack({ engine, backend: join(folder, "pulumi"), configFile });
  await stack.run(["up", "--yes"], { show: true });
  const outputs = await stack.outputs();

  step("Hand-offs through the flow as it is deployed");
  for (const sentence of leftOut) console.log(sentence);
  const handoffs = await performHandoffs(twilio.url, outputs as unknown as Provisioned, {
    channels: readChannels(),
    chatAddress: String(outputs.chatAddress),
    content: { contract, attributes, reason: sampleReason },
  });
  for (const handoff of handoffs) console.log(`${describeHandoff(handoff)}\n`);
  const created = handoffs.map(({ tasks }) => tasks.length).join(", ");
  if (handoffs.some(({ tasks, expectedTasks }) => tasks.length !== expectedTasks))
    throw new Error(`Expected one task for each hand-off and none without: got ${created}.`);

  step("pulumi up again: nothing to change, nothing sent");
  const sent = await requests(twilio.url);
  await stack.run(["up", "--yes", "--skip-preview", "--expect-no-changes"], { show: true });
  const writes = (await requests(twilio.url)).slice(sent.length).filter(({ method }) => method !== "GET");
  if (writes.length > 0)
    throw new Error(`It sent writes: ${writes.map(({ method, path }) => `${method} ${path}`).join(", ")}`);
  console.log(colors.green("No change, and no request but GET reached the local Twilio."));

  step("The agent's .env");
  process.stdout.write(formatVariables("dotenv", agentVariables(outputs)));
  console.log(colors.dim(`# and yours, which no output holds: ${secretVariables.join(", ")}`));

  if (options.destroy) {
    step("pulumi destroy");
    await stack.run(["destroy", "--yes", "--skip-preview"], { show: true });
    const after = await readAccount(send, seed.accountSid);
    const changed = Object.keys(before).filter((kind) => !isDeepStrictEqual(before[kind], after[kind]));
    for (const kind of Object.keys(before)) {
      console.log(
        changed.includes(kind) ? colors.red(`${kind}: differ`) : colors.green(`${kind}: as before`),
      );
    }
    if (changed.length > 0) throw new Error(`Destroy did not put back: ${changed.join(", ")}.`);
  }
  if (options.keep) sayHowToGoOn(stack, twilio.url, configFile);
}

function step(title: string): void {
  console.log(`\n${colors.bold(colors.blue(`▸ ${title}`))}`);
}

async function requests(url: string): Promise<{ method: string; path: string }[]> {
  const answer = await fetch(`${url}/local/requests`);
  return ((await answer.json()) as { requests: { method: string; path: string }[] }).requests;
}

function readEndpoint(): string {
  return String(parseDocument(readFileSync("Pulumi.dev.yaml", "utf8")).getIn(["config", "twilio:endpoint"]));
}

function readChannels(): string[] {
  return parse(readFileSync("Pulumi.dev.yaml", "utf8")).config["tac-handoff:channels"];
}

/** Another program has the usual port: the same configuration with the port that was free. */
function writeConfig(url: string): string {
  const config = parseDocument(readFileSync("Pulumi.dev.yaml", "utf8"));
  config.setIn(["config", "twilio:endpoint"], url);
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, config.toString());
  return file;
}

function sayHowToGoOn(stack: Stack, url: string, configFile: string | undefined): void {
  step("Go on by hand");
  const { PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = stack.environment;
  const file = configFile ? ` --config-file ${configFile}` : "";
  console.log(`The local Twilio goes on at ${url}; the stack is in ${folder}. In this folder:

  export PATH="${dirname(engine.pulumi)}:$PATH"
  export PULUMI_BACKEND_URL="${PULUMI_BACKEND_URL}" PULUMI_CONFIG_PASSPHRASE=${PULUMI_CONFIG_PASSPHRASE}
  pulumi preview --stack dev --diff${file}    # nothing to do
  # edit Pulumi.dev.yaml or studio-flows/attributes.ts, then
  pulumi up --stack dev${file}
  pulumi destroy --stack dev${file}

npm run demo starts afresh. To stop the local Twilio: kill ${JSON.parse(readFileSync(join(folder, "twilio.pid"), "utf8")).pid}`);
}
