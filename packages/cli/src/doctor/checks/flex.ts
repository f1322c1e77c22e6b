// Checks Flex: the workflow and task channels of the tasks, the version of its UI, and what must be checked manually.

import {
  type FlexConfiguration,
  oldestFlexUi,
  type TaskChannel,
  type Workflow,
} from "@pulumi/twilio/account";
import semver from "semver";
import { type CheckId, catalogue } from "../facts/catalogue.ts";
import { type Check, fail, judgeReading, makeCheck, markUnknown, pass, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { howToSet, usesMessaging, type Wanted } from "../facts/wanted.ts";
import { sendsToFlex, workflowsOf } from "../facts/workflows.ts";

type FlexFacts = Pick<Facts, "flex" | "workflows" | "taskChannels" | "publishedFlow">;

export function checkFlex(wanted: Wanted, facts: FlexFacts): Check[] {
  const used = sendsToFlex(facts.publishedFlow.value?.definition);
  return [
    inFlex("flex-workflow", facts, (rows) => checkWorkflow(wanted, rows, used.workflows), facts.workflows),
    inFlex(
      "flex-task-channels",
      facts,
      (rows) => checkTaskChannels(wanted, rows, used.channels),
      facts.taskChannels,
    ),
    judgeReading(facts.flex, "flex-ui", checkUi),
    byHand("flex-opt-in-voice", wanted.channels.includes("voice")),
    byHand("flex-opt-in-messaging", usesMessaging(wanted)),
  ];
}

function inFlex<T>(
  id: CheckId,
  { flex }: FlexFacts,
  judge: (rows: T) => Check,
  rows: Parameters<typeof judgeReading<T>>[0],
): Check {
  return judgeReading(flex, id, (configuration) =>
    configuration?.taskrouter_workspace_sid ? judgeReading(rows, id, judge) : noFlex(id),
  );
}

export function noFlex(id: CheckId): Check {
  return fail(id, {
    found: "the account does not have Flex",
    expected: "Flex",
    fix: "Console: Flex > Overview",
  });
}

export function taskChannelNamed(channels: readonly TaskChannel[], name: string): TaskChannel | undefined {
  return channels.find(({ unique_name }) => unique_name === name);
}

function checkWorkflow({ stack }: Wanted, rows: readonly Workflow[], used: readonly string[]): Check {
  const id = "flex-workflow";
  const name = stack?.config.flex.workflow;
  const named = stack ? workflowsOf(stack, rows) : [];
  const strangers = used.filter((sid) => rows.every((row) => row.sid !== sid));
  const problems = [
    ...(name !== undefined && named.length === 0
      ? [`no workflow "${name}"; the workspace has ${list(rows.map((row) => row.friendly_name))}`]
      : []),
    ...(named.length > 1 ? [`${named.map(({ sid }) => sid).join(" and ")} are both named "${name}"`] : []),
    ...strangers.map((sid) => `the flow uses ${sid}, which does not exist`),
  ];
  if (problems.length > 0) {
    return fail(id, {
      found: problems.join("; "),
      expected: name === undefined ? "the workflow that the flow uses" : `one workflow "${name}"`,
      fix: stack ? `${howToSet(stack, "flex.workflow")}; or ${catalogue[id].console}` : catalogue[id].console,
    });
  }
  if (name === undefined && used.length === 0) return skip(id, "no workflow is configured");
  const found = named.length > 0 ? named : rows.filter(({ sid }) => used.includes(sid));
  return pass(id, found.map(({ friendly_name, sid }) => `"${friendly_name}", ${sid}`).join("; "));
}

function checkTaskChannels(wanted: Wanted, rows: readonly TaskChannel[], used: readonly string[]): Check {
  const id = "flex-task-channels";
  const { flex } = wanted.stack?.config ?? {};
  const names = flex
    ? [
        ...(wanted.channels.includes("voice") ? [flex.voiceTaskChannel] : []),
        ...(usesMessaging(wanted) ? [flex.messagingTaskChannel] : []),
      ]
    : [];
  const missing = names.filter((name) => !taskChannelNamed(rows, name));
  const strangers = used.filter((sid) => rows.every((row) => row.sid !== sid));
  const problems = [
    ...missing.map(
      (name) => `no task channel "${name}"; the workspace has ${list(rows.map((row) => row.unique_name))}`,
    ),
    ...strangers.map((sid) => `the flow uses ${sid}, which does not exist`),
  ];
  if (problems.length > 0) {
    return fail(id, {
      found: problems.join("; "),
      expected: names.length === 0 ? "the task channels that the flow uses" : `task channels ${list(names)}`,
      fix: wanted.stack
        ? `${howToSet(wanted.stack, missing[0] === flex?.voiceTaskChannel ? "flex.voiceTaskChannel" : "flex.messagingTaskChannel")}; or ${catalogue[id].console}`
        : catalogue[id].console,
    });
  }
  const found = rows.filter(({ sid, unique_name }) => names.includes(unique_name) || used.includes(sid));
  if (found.length === 0) return skip(id, "no task channel is configured");
  return pass(id, found.map(({ unique_name, sid }) => `${unique_name}, ${sid}`).join("; "));
}

/** Flex may be set to a range; it then serves the newest release in it, which the configuration does not show. */
function checkUi(configuration: FlexConfiguration | undefined): Check {
  const id = "flex-ui";
  if (!configuration) return noFlex(id);
  const version = configuration.ui_version ?? "";
  const expected = `${oldestFlexUi} or later`;
  const fix = catalogue[id].console;
  if (semver.valid(version)) {
    return semver.gte(version, oldestFlexUi)
      ? pass(id, version)
      : fail(id, { found: version, expected, fix });
  }
  if (!semver.validRange(version) || version === "")
    return markUnknown(id, `Flex reports the version "${version}"`);
  if (semver.subset(version, `>=${oldestFlexUi}`)) return pass(id, version);
  if (!semver.intersects(version, `>=${oldestFlexUi}`)) return fail(id, { found: version, expected, fix });
  return makeCheck(id, "by-hand", { found: `any of ${version}`, expected, fix });
}

function byHand(id: "flex-opt-in-voice" | "flex-opt-in-messaging", isUsed: boolean): Check {
  if (!isUsed) return skip(id, "not a channel of this agent");
  return makeCheck(id, "by-hand", { expected: "switched on", fix: catalogue[id].console });
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}
