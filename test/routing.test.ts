// Routing as code: queues and a workflow from the configuration, hand-offs that reach their queues, and the account as it
// was before after destroy.

import * as twilioResources from "@pulumi/twilio";
import { readAccount } from "@tac-handoff/cli/demo/adopted";
import {
  callAgent,
  endCall,
  handOffMessage,
  type Provisioned,
  sender,
  writeToAgent,
} from "@tac-handoff/cli/demo/agent";
import { accountBeforeHandoff, seed } from "@tac-handoff/emulator";
import { defineFlow, setVariables, split } from "@tac-handoff/studio";
import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { expect, test } from "vitest";
import { type Deployment, deployment, plannedSteps } from "./deployment.ts";

const routing = { department: { billing: "Billing", support: "Support" }, priority: { high: "Urgent" } };

/** An account that has the queue Support already. */
function accountWithSupport() {
  const state = accountBeforeHandoff();
  const everyone = state.taskQueues[seed.taskQueueSid];
  const sid = `WQ${"5".repeat(32)}`;
  if (everyone)
    state.taskQueues[sid] = {
      ...everyone,
      sid,
      friendly_name: "Support",
      target_workers: "team == 'support'",
    };
  return state;
}

/** Hands off a call and a message. Returns the names of the queues in which their tasks wait. */
async function queuesAfterHandoffs(
  { twilio, stack }: Deployment,
  ...both: [object, object]
): Promise<string[]> {
  const send = sender(twilio.url);
  const at = (await stack.outputs()) as unknown as Provisioned;
  const known = new Set(Object.keys(twilio.state.tasks));
  const [ofCall, ofMessage] = both.map((attributes) => ({
    contract,
    attributes: { ...attributes },
    reason: "Help",
  }));
  const digits = String(known.size).padStart(4, "0");
  await endCall(send, at, await callAgent(send, at, `+1555777${digits}`), ofCall);
  const customer = { from: `+1555888${digits}`, to: at.phoneNumber, body: "Where is my order?" };
  const execution = await handOffMessage(send, at, await writeToAgent(send, customer), ofMessage as never);
  const url = `https://studio.twilio.com/v2/Flows/${at.flowSid}/Executions/${execution}`;
  await expect.poll(async () => (await send(`GET ${url}`)).status, { timeout: 10_000 }).toBe("ended");
  return Object.values(twilio.state.tasks)
    .filter(({ sid }) => !known.has(sid))
    .map(({ task_queue_friendly_name }) => task_queue_friendly_name);
}

const up = ["up", "--yes", "--skip-preview"];

function queue(twilio: Deployment["twilio"], name: string) {
  return Object.values(twilio.state.taskQueues).find(({ friendly_name }) => friendly_name === name);
}

test("an adopted workflow routes hand-offs to queues that exist and to new ones, and gets its rules back", async () => {
  const account = accountWithSupport();
  const deployed = await deployment({ account });
  const { twilio, stack, configure, writesDuring } = deployed;
  const before = await readAccount(sender(twilio.url), seed.accountSid);
  const queues = { Urgent: { targetWorkers: "level > 5" } };
  configure({ "tac-handoff:flex": { routing, queues, workflow: "Assign to Anyone" } });

  let said = "";
  expect(
    await writesDuring(async () => {
      said = (await stack.run(["preview"])).output;
    }),
  ).toEqual(["POST studio.twilio.com/v2/Flows/Validate"]);
  expect(said).toContain(
    'creates queue "Billing" for workers with routing.skills HAS "Billing"; the workspace has "Everyone", "Support"',
  );
  expect(said).toContain(`adopts ${seed.workspaceSid}/${seed.taskQueueSid} unchanged`);
  expect(said).toMatch(
    new RegExp(`adopts ${seed.workspaceSid}/${seed.workflowSid}, changing\\n\\s+configuration`),
  );

  await stack.run(up);

  expect(await stack.outputs()).toMatchObject({
    workflowSid: seed.workflowSid,
    workspaceSid: seed.workspaceSid,
  });
  expect(["Billing", "Support", "Urgent"].map((name) => queue(twilio, name)?.target_workers)).toEqual([
    'routing.skills HAS "Billing"',
    "team == 'support'",
    "level > 5",
  ]);
  const urgentBilling = { department: "billing", priority: "high" };
  expect(await queuesAfterHandoffs(deployed, urgentBilling, { department: "support" })).toEqual([
    "Billing",
    "Support",
  ]);
  expect(await queuesAfterHandoffs(deployed, { priority: "high" }, { department: "Billing" })).toEqual([
    "Urgent",
    "Everyone",
  ]);
  expect(await writesDuring(() => stack.run([...up, "--expect-no-changes"]))).toEqual([]);

  // A changed rule is one update; the queue that no rule names any more is deleted, and its task moves.
  configure({
    "tac-handoff:flex": {
      routing: { ...routing, department: { billing: "Support", support: "Support" } },
      queues,
      workflow: "Assign to Anyone",
    },
  });
  expect(await plannedSteps(stack)).toEqual([
    "delete twilio:taskrouter:TaskQueue queue-Billing",
    "update twilio:taskrouter:Workflow routing",
  ]);
  await stack.run(up);
  expect(queue(twilio, "Billing")).toBeUndefined();
  expect(await queuesAfterHandoffs(deployed, urgentBilling, {})).toEqual(["Support", "Everyone"]);

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(await readAccount(sender(twilio.url), seed.accountSid)).toEqual(before);
});

test("without a named workflow a new one is created, which destroy deletes with its queues", async () => {
  const deployed = await deployment();
  const { twilio, stack, configure, writesDuring } = deployed;
  const before = await readAccount(sender(twilio.url), seed.accountSid);
  configure({ "tac-handoff:flex": { routing, defaultQueue: "Front desk" } });

  await stack.run(up);

  const { workflowSid = "", flowSid = "" } = await stack.outputs();
  const workflow = twilio.state.workflows[workflowSid];
  expect(workflow?.friendly_name).toBe("tac-handoff");
  const sid = (name: string) => queue(twilio, name)?.sid;
  const rule = (filter_friendly_name: string, expression: string, name: string) => ({
    filter_friendly_name,
    expression,
    targets: [{ queue: sid(name) }],
  });
  expect(JSON.parse(workflow?.configuration ?? "")).toEqual({
    task_routing: {
      filters: [
        rule("department: billing", 'department == "billing"', "Billing"),
        rule("department: support", 'department == "support"', "Support"),
        rule("priority: high", 'priority == "high"', "Urgent"),
      ],
      default_filter: { queue: sid("Front desk") },
    },
  });
  expect(queue(twilio, "Front desk")?.target_workers).toBe("1==1");
  const definition = JSON.stringify(twilio.state.flows[flowSid]?.revisions.at(-1)?.definition);
  expect(new Set(definition.match(/WW[0-9a-f]{32}/g))).toEqual(new Set([workflowSid]));
  expect(await queuesAfterHandoffs(deployed, { department: "billing" }, {})).toEqual([
    "Billing",
    "Front desk",
  ]);
  expect(await writesDuring(() => stack.run([...up, "--expect-no-changes"]))).toEqual([]);

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(await readAccount(sender(twilio.url), seed.accountSid)).toEqual(before);
});

const misspelt = defineFlow({
  description: "Sorts hand-offs.",
  trigger: { incomingRequest: "which" },
  widgets: {
    which: split({
      input: "{{flow.data.HandoffData.attributes.departmet}}",
      match: [{ equal_to: "billing", next: "note" }],
      noMatch: "note",
    }),
    note: setVariables({
      variables: { priority: "{% if flow.data.HandoffData.attributes.priority == 'high!' %}1{% endif %}" },
    }),
  },
});

test("a team's flow that reads an attribute which the contract does not have fails the preview", async () => {
  const { stack, writesDuring } = await deployment({
    declareResources() {
      new twilioResources.studio.Flow("sorter", { friendlyName: "Sorter", definition: { ...misspelt } });
      return {};
    },
  });

  const writes = await writesDuring(async () => {
    const { exitCode, output } = await stack.run(["preview"], { reject: false });
    expect(exitCode).not.toBe(0);
    expect(output.replaceAll(/\s+/g, " ")).toContain(
      'Flow "sorter" does not agree with the attribute contract (studio-flows/attributes.ts): states[1].properties.input: widget "which": "departmet" is not an attribute of the hand-off; did you mean "department"? states[2].properties.variables[0].value: widget "note": the attribute "priority" is never "high!"; it can be "low", "normal" or "high"',
    );
  });
  expect(writes.filter((write) => !write.endsWith("/Validate"))).toEqual([]);
});

test("queues of the same name fail the preview, with their SIDs", async () => {
  const account = accountWithSupport();
  const again = `WQ${"6".repeat(32)}`;
  const support = Object.values(account.taskQueues).find(({ friendly_name }) => friendly_name === "Support");
  if (support) account.taskQueues[again] = { ...support, sid: again };
  const { stack, configure } = await deployment({ account });
  configure({ "tac-handoff:flex": { routing } });

  const { output } = await stack.run(["preview"], { reject: false });

  expect(output.replaceAll(/\s+/g, " ")).toContain(
    `queue "Support" is ambiguous: ${support?.sid} and ${again} have this name. Rename all but one in the Console (TaskRouter).`,
  );
});
