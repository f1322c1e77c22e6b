// The hand-off of calls: the task in Flex, and what the caller hears.

import { expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import { contract } from "./testing/contract.ts";
import {
  briefly,
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

  expect(path).toEqual(["Trigger", "is_handoff", "parse_handoff", "is_handoff_read", "send_call_to_flex"]);
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

  expect(run.path).toEqual(["Trigger", "is_handoff", "is_session_failed", "is_handoff_too_long"]);
  expect(run.tasks).toEqual([]);
  expect(run.execution).toMatchObject({ status: "ended", twiml: [] });
});

test("a caller whose session failed reaches a Flex agent, or hears an apology if the team has configured it", async () => {
  const toPerson = await call(broken);
  const toApology = await call(
    broken,
    agentHandoff({ ...variants["an apology after a broken session"], apologies: { call: "Sorry!" } }),
  );

  expect(toPerson.tasks[0]?.attributes).toEqual({ ...caller, sessionError: "39001" });
  expect(toApology.tasks).toEqual([]);
  expect(toApology.said).toEqual(["Sorry!"]);
});

test("a hand-off has priority over the way the session ended", async () => {
  const { tasks, path } = await call({ ...broken, HandoffData });

  expect(path.at(-1)).toBe("send_call_to_flex");
  expect(tasks[0]?.attributes).toEqual({ ...caller, ...handedOff });
});

test("a call whose attributes are too long for Flex still reaches a Flex agent, with the ids", async () => {
  const tooLong = { ...payload, attributes: { ...payload.attributes, department: "x".repeat(1_000) } };

  const { path, tasks } = await call({ HandoffData: JSON.stringify(tooLong) });

  expect(path.slice(-2)).toEqual(["send_call_to_flex", "send_call_briefly"]);
  expect(tasks[0]?.attributes).toEqual({ ...caller, ...briefly });
  expect(contract.taskAttributes.safeParse(tasks[0]?.attributes).success).toBe(true);
});

test("the caller hears the team's apology in any language if Flex rejects the call", async () => {
  const flow = agentHandoff(variants["apologies in another language"]);

  const run = await call({ HandoffData }, flow, { flex: refuse });

  expect(run.path.slice(-3)).toEqual(["send_call_to_flex", "send_call_briefly", "say_nobody_there"]);
  expect(twimlOf(run)).toMatchObject([{ name: "Say", text: inGerman.call, children: [] }]);
});

test("an apology that the team does not set is the default one", async () => {
  const { said } = await call({ HandoffData }, undefined, { flex: refuse });

  expect(said).toEqual(["We are sorry, nobody can take your call right now. Please call again later."]);
});
