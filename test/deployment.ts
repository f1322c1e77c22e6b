// A stack of this project with its own local Twilio, which the tests in this folder start from.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
import type { Team } from "@tac-handoff/infra/handoffStack";
import { declareStack } from "@tac-handoff/infra/index";
import { contract as ownContract } from "@tac-handoff/studio-flows/testing/contract";
import { afterAll, onTestFinished } from "vitest";
import { parseDocument } from "yaml";
import { withInlineProgram } from "./inlineProgram.ts";

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
  /**
   * Folder of the Pulumi program, which then runs in a process of its own. Default: the stack of infra/ with the
   * project's own contract, in this process (inlineProgram.ts).
   */
  project?: string;
  /** Contract of the program in this process. Default: the project's own. */
  contract?: Team["contract"];
  /** Resources of a team in the program in this process. Default: none. */
  declareResources?: Team["declareResources"];
  /** Further options of the local Twilio. */
  twilio?: EmulatorOptions;
  /** Registers the clean-up. Default: it runs at the end of the test. */
  finally?: (cleanUp: () => Promise<void>) => void;
}

/** Starts a local Twilio and creates an empty stack for it. Both are removed at the end of the test. */
export async function deployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const { account = accountBeforeHandoff(), contract = ownContract, declareResources, project } = options;
  engine ??= ensureEngine();
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  const twilio = await startEmulator({ ...options.twilio, state: account });
  (options.finally ?? onTestFinished)(async () => {
    await twilio.close();
    // Of a command that was ended, the engine may still be writing its last file.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  const configFile = join(folder, "Pulumi.dev.yaml");
  cpSync(join(handoffProgram, "Pulumi.dev.yaml"), configFile);
  const configure = (keys: Record<string, unknown>) => {
    const config = parseDocument(readFileSync(configFile, "utf8"));
    for (const [key, value] of Object.entries(keys)) {
      if (value === undefined) config.deleteIn(["config", key]);
      else config.setIn(["config", key], value);
    }
    writeFileSync(configFile, config.toString());
  };
  configure({ "twilio:endpoint": twilio.url });
  const opened = await openStack({
    engine: await engine,
    backend: join(folder, "state"),
    configFile,
    project: project ?? handoffProgram,
  });
  const stack =
    project === undefined
      ? withInlineProgram(opened, () =>
          declareStack({ contract, ...(declareResources && { declareResources }) }),
        )
      : opened;

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

/**
 * A stack that is deployed once for all tests of a file, because an `up` takes longer than what most of them check.
 *
 * @returns a function that puts stack and account back to how the `up` left them
 */
export function sharedDeployment(options: DeploymentOptions = {}): () => Promise<Deployment> {
  const cleanUps: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });
  const start = async () => {
    const deployed = await deployment({ ...options, finally: (cleanUp) => cleanUps.push(cleanUp) });
    await deployed.stack.run(["up", "--yes", "--skip-preview"]);
    const saved = `${deployed.folder}-saved`;
    cleanUps.push(async () => rmSync(saved, { recursive: true, force: true }));
    cpSync(deployed.folder, saved, { recursive: true });
    return { deployed, saved, account: structuredClone(deployed.twilio.state) };
  };
  let started: ReturnType<typeof start> | undefined;
  return async () => {
    started ??= start();
    const { deployed, saved, account } = await started;
    rmSync(deployed.folder, { recursive: true });
    cpSync(saved, deployed.folder, { recursive: true });
    Object.assign(deployed.twilio.state, structuredClone(account));
    return deployed;
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
