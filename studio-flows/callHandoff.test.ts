// The hand-off of calls: the task in Flex, and what the caller hears.

import { expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import { contract } from "./testing/contract.ts";
import {
  call,
  caller,
  handedOff,
  inGerman,
  options,
  payload,
  refuse,
  twimlOf,
  variants,
} from "./testing/handoffRuns.ts";

const HandoffData = JSON.stringify(payload);
const broken = { SessionStatus: "failed", ErrorCode: "39001" };

test("a call that is handed off waits in Flex with the payload and the team's attributes", async () => {
  const flow = agentHandoff({ ...options, attributes: { team: "support" }, priority: 5, timeoutSeconds: 60 });

  const { path, tasks } = await call({ HandoffData }, flow);

  expect(path).toEqual([
    ...["Trigger", "read_end", "how_it_ended", "parse_handoff", "is_handoff_read", "send_call_to_flex"],
  ]);
  expect(tasks).toMatchObject([
    {
      kind: "call",
      workflowSid: options.workflowSid,
      taskChannelSid: options.voiceTaskChannelSid,
      priority: 5,
      timeoutSeconds: 60,
    },
  ]);
  expect(tasks[0]?.attributes).toEqual({ ...caller, team: "support", ...handedOff });
  expect(contract.taskAttributes.parse(tasks[0]?.attributes)).toEqual(tasks[0]?.attributes);
});

test("the TwiML enqueues the call in the workflow, with the attributes in the Task", async () => {
  const [enqueue, ...others] = twimlOf(await call({ HandoffData }));

  expect(enqueue).toMatchObject({
    name: "Enqueue",
    attributes: { workflowSid: options.workflowSid },
    children: [{ name: "Task", attributes: { priority: "0", timeout: "3600" }, children: [] }],
  });
  expect(JSON.parse(enqueue?.text ?? "")).toEqual({ ...caller, ...handedOff });
  expect(others).toEqual([]);
});

test("for a caller who has hung up no task is created and nothing is said", async () => {
  const run = await call({ SessionStatus: "completed", CallStatus: "completed" });

  expect(run.path).toEqual(["Trigger", "read_end", "how_it_ended"]);
  expect(run.tasks).toEqual([]);
  expect(run.execution).toMatchObject({ status: "ended", twiml: [] });
});

test("a hand-off has priority over the way the session ended", async () => {
  const { tasks, path } = await call({ ...broken, HandoffData });

  expect(path.at(-1)).toBe("send_call_to_flex");
  expect(tasks[0]?.attributes).toEqual({ ...caller, ...handedOff });
});

test("the caller hears the team's apology in any language if Flex rejects the call", async () => {
  const flow = agentHandoff(variants["apologies in another language"]);

  const run = await call({ HandoffData }, flow, { flex: refuse });

  expect(run.path.slice(-5)).toEqual([
    ...[
      "send_call_to_flex",
      "shorten_call",
      "send_short_call_to_flex",
      "send_call_briefly",
      "say_nobody_there",
    ],
  ]);
  expect(twimlOf(run)).toMatchObject([{ name: "Say", text: inGerman.call, children: [] }]);
});

test("an apology that the team does not set is the default one", async () => {
  const { said } = await call({ HandoffData }, undefined, { flex: refuse });

  expect(said).toEqual(["We are sorry, nobody can take your call right now. Please call again later."]);
});
