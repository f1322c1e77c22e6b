// From an account to a stack file: reads, shows, proposes, asks, writes.

import { relative } from "node:path";
import { createApi } from "@pulumi/twilio/client";
import type { Credentials } from "@pulumi/twilio/schemas";
import type { Io } from "@tac-handoff/studio/command";
import type { UserError } from "@tac-handoff/studio/errors";
import { oneLine } from "@tac-handoff/studio/terminal";
import { CredentialsError } from "../account/credentials.ts";
import { checkEndpoint, EndpointError } from "../account/endpoint.ts";
import { stackFlags, UserStackError } from "../account/userStack.ts";
import { readTextFile } from "../files/textFile.ts";
import { colors } from "../terminal/colors.ts";
import { showProgress } from "../terminal/progress.ts";
import type { Choices } from "./decide/keys.ts";
import { openKeys, type Proposal, propose } from "./decide/propose.ts";
import { importFileText, importResources } from "./files/importFile.ts";
import { mergeStackFile } from "./files/stackFile.ts";
import { choicesIn, holdsCredential, managesWorkflow } from "./files/stackText.ts";
import { findProblems } from "./files/validate.ts";
import { type WriteOptions, writeFile } from "./files/write.ts";
import { AccountUnreadableError, type Inventory, isNeeded, readInventory } from "./inventory/inventory.ts";
import { foundTable, proposalTable, refusals } from "./tables.ts";
import { whose } from "./who.ts";

export interface DiscoverOptions extends WriteOptions {
  environment: Record<string, string | undefined>;
  envFile?: string | undefined;
  endpoint?: string | undefined;
  /** The stack and its file; `isOwn` if Pulumi finds the file by itself. Without it only the import file is written. */
  target?: { stack: string; file: string; isOwn: boolean } | undefined;
  importFile?: string | undefined;
  choices: Choices;
  json: boolean;
  /** For hints: what the user types to run a command. */
  typed: Io["typed"];
  /** Whether somebody watches standard error in a terminal, who wants to see progress. */
  isWatched: Io["isWatched"];
}

/** Whether an error prevents discover from reading the account at all. */
export function isUnreadable(error: unknown): error is UserError {
  return [CredentialsError, UserStackError, EndpointError, AccountUnreadableError].some(
    (kind) => error instanceof kind,
  );
}

/** Everything is done, or the user must first decide, read or confirm something. */
export type Outcome = "done" | "incomplete";

/**
 * Runs discover. Sends only GET requests to Twilio.
 *
 * @throws CredentialsError, AccountUnreadableError if the account cannot be read at all
 * @throws UserError if the request does not match the account or the files
 */
export async function discover(options: DiscoverOptions): Promise<Outcome> {
  const { target, say } = options;
  const text = target && readTextFile(target.file).text;
  const existing = target && text !== undefined ? { ...target, text } : undefined;
  if (options.endpoint !== undefined) await checkEndpoint(options.endpoint, options);
  const credentials = await whose({ ...options, existing });
  const api = createApi(credentials, new AbortController().signal);
  const reading = () => readInventory(api);
  const found = options.isWatched
    ? await showProgress(`Reading account ${credentials.accountSid}`, reading)
    : await reading();
  const proposal = propose(found, options.choices, existing ? choicesIn(existing.text) : {}, {
    managesWorkflow: existing !== undefined && managesWorkflow(existing.text),
  });
  const resources = importResources(found, proposal.answers);
  if (options.json) {
    say(JSON.stringify({ found, proposal, import: { resources } }, null, 2));
    return outcome(found, proposal);
  }

  say(foundTable(found));
  say(proposalTable(proposal));
  sayNotes(found, proposal, say);
  const results: Outcome[] = [outcome(found, proposal)];
  if (target) {
    const after = mergeStackFile(text, proposal, { flags: flagsOf(target), credentials });
    const problems = findProblems(after, proposal);
    if (problems.length > 0) results.push("incomplete");
    for (const { key, message } of problems) say(`${colors.yellow("to fix")} ${key} ${message}`);
    results.push(await put(target.file, after, options));
  }
  if (options.importFile) results.push(await put(options.importFile, importFileText(resources), options));
  const result = results.includes("incomplete") ? "incomplete" : "done";
  sayNext(options, proposal, result, target && needsSecret(target.file, credentials));
  return result;
}

async function put(file: string, text: string, options: DiscoverOptions): Promise<Outcome> {
  return (await writeFile(file, text, options)) === "refused" ? "incomplete" : "done";
}

function outcome(found: Inventory, proposal: Proposal): Outcome {
  return found.refused.some(isNeeded) || openKeys(proposal).length > 0 ? "incomplete" : "done";
}

function sayNotes(found: Inventory, proposal: Proposal, say: DiscoverOptions["say"]): void {
  if (found.refused.length > 0) say(`\n${colors.bold(colors.red("Could not be read"))}\n${refusals(found)}`);
  if (proposal.surprises.length > 0) {
    const lines = proposal.surprises.map((surprise) => `- ${oneLine(surprise)}`);
    say(`\n${colors.bold("Before you run pulumi up")}\n${lines.join("\n")}`);
  }
}

function sayNext(
  { target, dryRun, say, typed }: DiscoverOptions,
  proposal: Proposal,
  result: Outcome,
  secret: string | undefined,
): void {
  const open = openKeys(proposal);
  if (open.length > 0) say(`\n${colors.bold("To be decided")}: ${open.join(", ")}. See docs/discover.md.`);
  if (!target)
    say(`\nNo stack file was written. To write one, specify the stack: ${typed("discover --stack prod")}`);
  if (!target || dryRun || result !== "done") return;
  const flags = flagsOf(target);
  const commands = [
    `pulumi stack init ${target.stack}    # unless it exists`,
    ...(secret ? [`pulumi config set ${flags} --secret ${secret}`] : []),
    `pulumi preview ${flags} --diff`,
  ];
  say(`\n${colors.bold("Next")}\n${commands.map((command) => `  ${command}`).join("\n")}`);
}

function flagsOf({ stack, file, isOwn }: NonNullable<DiscoverOptions["target"]>): string {
  // Relative to the project's folder, where scripts and `pulumi` run: the stack file may be used on other machines.
  return stackFlags({ stack, configFile: isOwn ? undefined : relative(process.cwd(), file) });
}

/** The secret that is not in the file yet. */
function needsSecret(file: string, { apiKey }: Credentials): string | undefined {
  const text = readTextFile(file).text;
  if (text === undefined || holdsCredential(text)) return undefined;
  return apiKey ? "twilio:apiSecret" : "twilio:authToken";
}
