// A stack of this project with its own local Twilio, which the tests in this folder start from.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, ensureEngine } from "@tac-handoff/cli/engine/engine";
import { openStack, type Stack } from "@tac-handoff/cli/engine/stack";
import {
  accountBeforeHandoff,
  type Emulator,
  type EmulatorOptions,
  type State,
  startEmulator,
} from "@tac-handoff/emulator";
import { onTestFinished } from "vitest";
import { parseDocument } from "yaml";

export interface Deployment {
  twilio: Emulator;
  stack: Stack;
  /** A temporary folder, removed at the end. */
  folder: string;
  /** The stack's `Pulumi.dev.yaml` in that folder. */
  configFile: string;
  /** Sets keys of the stack's configuration; `undefined` removes a key. */
  configure(keys: Record<string, unknown>): void;
  /** Runs `act`. Returns the requests that reached the local Twilio meanwhile, except GETs, as `POST host/path`. */
  writesDuring(act: () => Promise<unknown>): Promise<string[]>;
}

/** Nothing that a team edits is part of it. */
export const handoffProgram = join(import.meta.dirname, "programs/handoff");

let engine: Promise<Engine> | undefined;

export interface DeploymentOptions {
  /** The state of the account. Default: a typical account before the hand-off is set up. */
  account?: State;
  /** Folder of the Pulumi program. Default: the stack of infra/ with the project's own contract. */
  project?: string;
  /** Further options of the local Twilio. */
  twilio?: EmulatorOptions;
  /** Registers the clean-up. Default: it runs at the end of the test. */
  finally?: (cleanUp: () => Promise<void>) => void;
}

/** Starts a local Twilio and creates an empty stack for it. Both are removed at the end of the test. */
export async function deployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const { account = accountBeforeHandoff(), project = handoffProgram } = options;
  engine ??= ensureEngine();
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  const twilio = await startEmulator({ ...options.twilio, state: account });
  (options.finally ?? onTestFinished)(async () => {
    await twilio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const configFile = join(folder, "Pulumi.dev.yaml");
  const config = parseDocument(readFileSync(join(handoffProgram, "Pulumi.dev.yaml"), "utf8"));
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
    folder,
    configFile,
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
