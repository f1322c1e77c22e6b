import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, expect, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../testing/localTwilio.ts";
import { getWorkflow } from "./getWorkflow.ts";

const { workspaceSid } = seed;

let twilio: LocalTwilio;
afterEach(() => twilio.close());

/** The account with `count` more workflows, named "Workflow 0" and so on. */
function withWorkflows(count: number): State {
  const state = seed.accountBeforeHandoff();
  const [first] = Object.values(state.workflows);
  for (let i = 0; first && i < count; i += 1) {
    const sid = `WW${String(i + 2).padStart(32, "0")}`;
    state.workflows[sid] = { ...first, sid, friendly_name: `Workflow ${i}` };
  }
  return state;
}

test("a workflow is found by its exact name", async () => {
  twilio = await startLocalTwilio();
  expect(await getWorkflow.call(twilio.api, { workspaceSid, friendlyName: "Assign to Anyone" })).toEqual({
    sid: seed.workflowSid,
  });
});

test("a part of a name is not the name", async () => {
  twilio = await startLocalTwilio();
  await expect(getWorkflow.call(twilio.api, { workspaceSid, friendlyName: "Assign" })).rejects.toThrow(
    'workflow "Assign" does not exist.',
  );
});

test("two workflows of one name are an error that names both", async () => {
  twilio = await startLocalTwilio({ state: seed.withSecondWorkflow(seed.accountBeforeHandoff()) });
  const [first, second] = Object.keys(twilio.state.workflows);
  await expect(
    getWorkflow.call(twilio.api, { workspaceSid, friendlyName: "Assign to Anyone" }),
  ).rejects.toThrow(
    new Error(
      `workflow "Assign to Anyone" is ambiguous: ${first} and ${second} have this name. Rename one in the Console (TaskRouter > Workflows).`,
    ),
  );
});

test("a workflow that does not exist is an error that names those that do", async () => {
  twilio = await startLocalTwilio({ state: withWorkflows(1) });
  await expect(
    getWorkflow.call(twilio.api, { workspaceSid, friendlyName: "Assign to anyone" }),
  ).rejects.toThrow(
    new Error(
      `workflow "Assign to anyone" does not exist. Workspace ${workspaceSid} has "Assign to Anyone", "Workflow 0". Names are compared exactly.`,
    ),
  );
});

test("a workspace without workflows says so", async () => {
  const state = seed.accountBeforeHandoff();
  state.workflows = {};
  twilio = await startLocalTwilio({ state });
  await expect(getWorkflow.call(twilio.api, { workspaceSid, friendlyName: "x" })).rejects.toThrow(
    new Error(
      `workflow "x" does not exist. Workspace ${workspaceSid} has no workflow. Names are compared exactly.`,
    ),
  );
});

test("a workflow on the second page is found", async () => {
  twilio = await startLocalTwilio({ state: withWorkflows(1_000) });

  const found = await getWorkflow.call(twilio.api, { workspaceSid, friendlyName: "Workflow 999" });

  expect(found.sid).toBe(`WW${"1001".padStart(32, "0")}`);
  const pages = twilio.requests().map(({ query }) => new URLSearchParams(query));
  expect(pages.map((query) => [query.get("PageSize"), query.has("PageToken")])).toEqual([
    ["1000", false],
    ["1000", true],
  ]);
});
