// A stack of this project against a local Twilio of its own: what the tests in this folder start from.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  accountBeforeHandoff,
  type Emulator,
  type ProxyOptions,
  type State,
  startEmulator,
} from "@tac-handoff/emulator";
import { onTestFinished } from "vitest";
import { parseDocument } from "yaml";
import { type Engine, ensureEngine } from "../scripts/engine.ts";
import { openStack, type Stack } from "../scripts/stack.ts";

export interface Deployment {
  twilio: Emulator;
  stack: Stack;
  /** Sets keys of the stack's configuration; `undefined` removes one. */
  configure(keys: Record<string, unknown>): void;
  /** Methods other than GET that reached the local Twilio while `act` ran, as `POST host/path`. */
  writesDuring(act: () => Promise<unknown>): Promise<string[]>;
}

let engine: Promise<Engine> | undefined;

/**
 * Starts a local Twilio and makes an empty stack of this project for it. Both end with the test.
 *
 * @param options.account what the account holds; default: as teams have it before the hand-off
 * @param options.project folder of another Pulumi program; it is configured with the account only
 * @param options.proxy the local Twilio's HTTPS proxy; default: none
 */
export async function deployment(
  options: { account?: State; project?: string; proxy?: ProxyOptions } = {},
): Promise<Deployment> {
  const { account = accountBeforeHandoff(), project = process.cwd(), proxy } = options;
  engine ??= ensureEngine();
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  const twilio = await startEmulator({ state: account, ...(proxy && { proxy }) });
  onTestFinished(async () => {
    await twilio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const configFile = join(folder, "Pulumi.dev.yaml");
  const config = parseDocument(readFileSync("Pulumi.dev.yaml", "utf8"));
  const configure = (keys: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(keys)) {
      if (value === undefined) config.deleteIn(["config", key]);
      else config.setIn(["config", key], value);
    }
    writeFileSync(configFile, config.toString());
  };
  configure({ "twilio:endpoint": twilio.url });
  const stack = await openStack({
    engine: await engine,
    backend: join(folder, "state"),
    configFile,
    project,
  });

  return {
    twilio,
    stack,
    configure,
    async writesDuring(act) {
      const before = twilio.requests().length;
      await act();
      const sent = twilio.requests().slice(before);
      return sent
        .filter(({ method }) => method !== "GET")
        .map(({ method, host, path }) => `${method} ${host}${path}`);
    },
  };
}

/** The steps of a preview that change something, sorted: `update twilio:studio:Flow agent-handoff`. */
export async function plannedSteps(stack: Stack): Promise<string[]> {
  const { stdout } = await stack.run(["preview", "--json"]);
  const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
  return steps
    .filter(({ op }) => op !== "same")
    .map(({ op, urn }) => {
      const [, , type = "", name = ""] = urn.split("::");
      return `${op} ${type.split("$").at(-1)} ${name}`;
    })
    .toSorted();
}
