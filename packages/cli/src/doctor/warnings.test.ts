// A ready account with something that does not prevent a hand-off and may still cost customers: each is one warning.

import { type State, seed } from "@tac-handoff/emulator";
import { studioVoiceUrl } from "@tac-handoff/runtime";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import { exitCode } from "./examine.ts";
import { wantedByStack, wantedByVariables } from "./facts/wanted.ts";
import { describeExamination } from "./report.ts";
import { changed, look } from "./testing/examinedAccount.ts";
import { agentEnv, config, flowSid, readyAccount, stack, workerSid } from "./testing/readyAccount.ts";

const otherFlow = `FW${"b".repeat(32)}`;
const webhookOf = (flow: string) =>
  `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${flow}`;

function configureWorkflow(state: State, task_routing: object) {
  changed(state.workflows[seed.workflowSid], { configuration: JSON.stringify({ task_routing }) });
}

function addQueue(state: State, sid: string, target_workers: string) {
  const everyone = state.taskQueues[seed.taskQueueSid];
  if (!everyone) throw new Error("the seed has changed");
  state.taskQueues[sid] = { ...everyone, sid, friendly_name: "Billing", target_workers };
}

function addAddress(state: State, address: string, type: "sms" | "whatsapp", auto: object) {
  const sid = `IG${"7".repeat(32)}`;
  const [row] = Object.values(state.addressConfigurations);
  if (!row) throw new Error("the seed has changed");
  const auto_creation = { ...row.auto_creation, enabled: true, ...auto };
  state.addressConfigurations[sid] = { ...row, sid, type, address, auto_creation };
}

const billingSid = `WQ${"2".repeat(32)}`;
const billing = { expression: 'department == "billing"', targets: [{ queue: billingSid }] };

const warnings: Record<string, { change(state: State): void; id: string; found: string }> = {
  "the number's status callback is an earlier flow": {
    change: (state) =>
      changed(state.phoneNumbers[seed.phoneNumberSid], { status_callback: webhookOf(seed.oldFlowSid) }),
    id: "number-status-callback",
    found: `the status callback is still the flow "Flex Messaging Flow", ${seed.oldFlowSid}: Studio has set it, and the flow is notified of every call that the agent has received`,
  },
  "the number's status callback is a flow that has been deleted": {
    change: (state) =>
      changed(state.phoneNumbers[seed.phoneNumberSid], { status_callback: webhookOf(otherFlow) }),
    id: "number-status-callback",
    found: `the status callback is still the flow ${otherFlow}: Studio has set it, and the flow is notified of every call that the agent has received`,
  },
  "the workspace has no workers": {
    change: (state) => delete state.workers[workerSid],
    id: "flex-queues",
    found: 'queue "Everyone" matches no worker (1==1): its tasks reach nobody',
  },
  "every worker is offline": {
    change: (state) => changed(state.workers[workerSid], { activity_sid: seed.activitySids.Offline }),
    id: "flex-queues",
    found: 'queue "Everyone": 1 worker, none available now: its tasks wait',
  },
  "one queue of several asks for a skill that nobody has": {
    change: (state) => {
      addQueue(state, billingSid, "routing.skills HAS 'Billing'");
      configureWorkflow(state, { filters: [billing], default_filter: { queue: seed.taskQueueSid } });
    },
    id: "flex-queues",
    found: `queue "Billing" matches no worker (routing.skills HAS 'Billing'): its tasks reach nobody`,
  },
  "the workflow has no default queue": {
    change: (state) => {
      addQueue(state, billingSid, "1==1");
      configureWorkflow(state, { filters: [billing] });
    },
    id: "flex-queues",
    found: 'workflow "Assign to Anyone" has no default queue: a task that no filter matches reaches nobody',
  },
  "the workflow sends tasks to a queue that does not exist": {
    change: (state) => configureWorkflow(state, { filters: [], default_filter: { queue: billingSid } }),
    id: "flex-queues",
    found: `${billingSid} is not a queue of Flex's workspace`,
  },
  "the workflow has neither filters nor a default queue": {
    change: (state) => configureWorkflow(state, { filters: [] }),
    id: "flex-queues",
    found: 'workflow "Assign to Anyone" sends tasks to no queue',
  },
  "WhatsApp on the agent's number starts an earlier flow": {
    change: (state) =>
      addAddress(state, `whatsapp:${seed.phoneNumber}`, "whatsapp", {
        type: "studio",
        studio_flow_sid: seed.oldFlowSid,
      }),
    id: "address-strays",
    found: `whatsapp:${seed.phoneNumber} (whatsapp, IG${"7".repeat(32)}) starts the flow ${seed.oldFlowSid}`,
  },
};

test.each(Object.entries(warnings))(
  "%s: exactly one warning, and the account is ready",
  async (_, warning) => {
    const state = readyAccount();
    warning.change(state);
    const { api } = await localAccount(state);

    const examination = await look(api);

    const found = examination.checks.filter(({ status }) => ["wrong", "unknown", "warning"].includes(status));
    expect(found.map(({ id, status, found }) => ({ id, status, found }))).toEqual([
      { id: warning.id, status: "warning", found: warning.found },
    ]);
    expect(exitCode(examination)).toBe(0);
    expect(describeExamination(examination, { width: 200 })).toMatch(
      /! .*\n {4}found .*\n {4}expected .*\n {4}fix .*[\s\S]*\nready: \d+ checks passed; warnings: 1; by hand: 2$/,
    );
  },
);

test("an address of a channel that the agent does not serve is a warning while it calls a webhook", async () => {
  const state = readyAccount();
  changed(state.addressConfigurations[seed.smsAddressSid]?.auto_creation, {
    type: "webhook",
    webhook_url: "https://user:password@bot.example.com/in?key=secret",
  });
  const { api } = await localAccount(state);
  const own = { ...stack, config: { ...config, "tac-handoff:channels": '["voice"]' } };

  const { checks } = await look(api, { as: wantedByStack(own, {}) });

  expect(checks.filter(({ id }) => id === "address-strays")).toMatchObject([
    {
      status: "warning",
      found: `${seed.phoneNumber} (sms, ${seed.smsAddressSid}) calls https://bot.example.com/in?…, and sms is not a channel of this agent`,
    },
  ]);
});

test.each([
  ["of the hand-off flow itself", webhookOf(flowSid), "the hand-off flow"],
  [
    "of the team's own server",
    "https://calls.example.com/status?key=secret",
    "https://calls.example.com/status?…, which is not a flow",
  ],
  ["none", "", "no status callback"],
])("a status callback %s is fine", async (_, status_callback, found) => {
  const state = readyAccount();
  changed(state.phoneNumbers[seed.phoneNumberSid], { status_callback });
  const { api } = await localAccount(state);

  const { checks } = await look(api);

  expect(checks.find(({ id }) => id === "number-status-callback")).toMatchObject({ status: "ok", found });
});

test("without a stack, a missing fallback is a warning that says what it means", async () => {
  const state = readyAccount();
  changed(state.phoneNumbers[seed.phoneNumberSid], { voice_fallback_url: "" });
  const { api } = await localAccount(state);
  const env = agentEnv();

  const { checks } = await look(api, { env, as: wantedByVariables(".env", env.variables) });

  expect(checks.filter(({ id }) => id === "number-fallback")).toMatchObject([
    {
      status: "warning",
      found:
        "no fallback: while the agent's server does not respond, callers hear Twilio's error message and the call ends",
      fix: expect.stringContaining("Primary handler fails"),
    },
  ]);
  expect(studioVoiceUrl({ accountSid: seed.accountSid, flowSid })).toContain(flowSid);
});
