// The demo itself: local Twilio, `pulumi up`, hand-offs, `pulumi up` again, and `pulumi destroy` if requested.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { seed } from "@tac-handoff/emulator";
import type { Io } from "@tac-handoff/studio/command";
import { attributes as contract } from "@tac-handoff/studio-flows/attributes";
import { parse, parseDocument } from "yaml";
import type { Engine } from "../engine/engine.ts";
import { openStack, type Stack } from "../engine/stack.ts";
import { formatVariables } from "../env/formats.ts";
import { secretVariables } from "../env/secrets.ts";
import { agentVariables } from "../env/variables.ts";
import { readAccount } from "./adopted.ts";
import { type Provisioned, sender } from "./agent.ts";
import { performHandoffs } from "./handoffs.ts";
import { startLocalTwilio } from "./localTwilio.ts";
import { describeHandoff } from "./report.ts";
import { sampleAttributes, sampleReason } from "./sampleAttributes.ts";

export interface DemoOptions {
  /** Shows how to continue manually; the caller stops what was started. */
  keep: boolean;
  destroy: boolean;
  /** Absolute path of an empty folder. */
  folder: string;
  engine: Engine;
}

/** @throws Error if the result of a step is not as expected */
export async function runDemo({ keep, destroy, folder, engine }: DemoOptions, io: Io): Promise<void> {
  const { colors } = io;
  const print = (text: string) => io.stdout(`${text}\n`);
  const step = (title: string) => print(`\n${colors.bold(colors.blue(`▸ ${title}`))}`);

  const { attributes, leftOut } = sampleAttributes(contract);
  step("A local Twilio, with an account that has no hand-off yet");
  const configured = new URL(readEndpoint());
  const twilio = await startLocalTwilio({ folder, port: Number(configured.port) });
  const configFile = twilio.url === configured.origin ? undefined : writeConfig(folder, twilio.url);
  const send = sender(twilio.url);
  print(`${twilio.url}, account ${seed.accountSid}: a virtual agent from TAC's quickstart, agents in Flex.
${seed.phoneNumber} rings an old IVR; SMS, ${seed.whatsappSender}, ${seed.rcsSender} and the web chat go to the flow "Flex Messaging Flow".`);
  const before = await readAccount(send, seed.accountSid);

  step("pulumi up");
  const stack = await openStack({ engine, backend: join(folder, "pulumi"), configFile });
  await stack.run(["up", "--yes"], { show: true });
  const outputs = await stack.outputs();

  step("Hand-offs through the deployed flow");
  for (const sentence of leftOut) print(sentence);
  const handoffs = await performHandoffs(twilio.url, outputs as unknown as Provisioned, {
    channels: readChannels(),
    chatAddress: String(outputs.chatAddress),
    content: { contract, attributes, reason: sampleReason },
  });
  for (const handoff of handoffs) print(`${describeHandoff(handoff)}\n`);
  const created = handoffs.map(({ tasks }) => tasks.length).join(", ");
  if (handoffs.some(({ tasks, expectedTasks }) => tasks.length !== expectedTasks))
    throw new Error(`Expected one task for each hand-off and none without a hand-off; got ${created}.`);

  step("pulumi up again: nothing to change, nothing sent");
  const sent = await requests(twilio.url);
  await stack.run(["up", "--yes", "--skip-preview", "--expect-no-changes"], { show: true });
  const writes = (await requests(twilio.url)).slice(sent.length).filter(({ method }) => method !== "GET");
  if (writes.length > 0)
    throw new Error(
      `It sent write requests: ${writes.map(({ method, path }) => `${method} ${path}`).join(", ")}`,
    );
  print(colors.green("No changes, and only GET requests reached the local Twilio."));

  step("The agent's .env");
  io.stdout(formatVariables("dotenv", agentVariables(outputs)));
  print(colors.dim(`# and your secrets, which are not outputs: ${secretVariables.join(", ")}`));

  if (destroy) {
    step("pulumi destroy");
    await stack.run(["destroy", "--yes", "--skip-preview"], { show: true });
    const after = await readAccount(send, seed.accountSid);
    const changed = Object.keys(before).filter((kind) => !isDeepStrictEqual(before[kind], after[kind]));
    for (const kind of Object.keys(before)) {
      print(changed.includes(kind) ? colors.red(`${kind}: differs`) : colors.green(`${kind}: as before`));
    }
    if (changed.length > 0) throw new Error(`Destroy did not restore: ${changed.join(", ")}.`);
  }
  if (!keep) return;
  step("Continue manually");
  print(continueManually({ folder, engine, stack, url: twilio.url, configFile }, io));
}

async function requests(url: string): Promise<{ method: string; path: string }[]> {
  const response = await fetch(`${url}/local/requests`);
  return ((await response.json()) as { requests: { method: string; path: string }[] }).requests;
}

function readEndpoint(): string {
  return String(parseDocument(readFileSync("Pulumi.dev.yaml", "utf8")).getIn(["config", "twilio:endpoint"]));
}

function readChannels(): string[] {
  return parse(readFileSync("Pulumi.dev.yaml", "utf8")).config["tac-handoff:channels"];
}

/** Writes the same configuration with another port, for when the default port is in use. */
function writeConfig(folder: string, url: string): string {
  const config = parseDocument(readFileSync("Pulumi.dev.yaml", "utf8"));
  config.setIn(["config", "twilio:endpoint"], url);
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, config.toString());
  return file;
}

interface Kept extends Pick<DemoOptions, "folder" | "engine"> {
  stack: Stack;
  url: string;
  configFile: string | undefined;
}

function continueManually({ folder, engine, stack, url, configFile }: Kept, { typed }: Io): string {
  const { PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = stack.environment;
  const file = configFile ? ` --config-file ${configFile}` : "";
  const { pid } = JSON.parse(readFileSync(join(folder, "twilio.pid"), "utf8"));
  return `The local Twilio keeps running at ${url}; the stack is in ${folder}. To continue, run in the current folder:

  export PATH="${dirname(engine.pulumi)}:$PATH"
  export PULUMI_BACKEND_URL="${PULUMI_BACKEND_URL}" PULUMI_CONFIG_PASSPHRASE=${PULUMI_CONFIG_PASSPHRASE}
  pulumi preview --stack dev --diff${file}    # no changes
  # edit Pulumi.dev.yaml or studio-flows/attributes.ts, then
  pulumi up --stack dev${file}
  pulumi destroy --stack dev${file}

${typed("demo")} starts over. To stop the local Twilio: kill ${pid}`;
}
