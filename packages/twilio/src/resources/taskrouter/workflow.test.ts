import { type State, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { diff } from "../../provider/diff.ts";
import { create, destroy, previewCreate, update } from "../../provider/lifecycle.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { runningTwilio } from "../../testing/runningTwilio.ts";
import { removeSecretMarks, unknownValue } from "../../values/unknown.ts";
import { workflow as definition } from "./workflow.ts";

const workflow: Resource = definition;
const { workspaceSid, taskQueueSid } = seed;
const present = `${workspaceSid}/${seed.workflowSid}`;

const rule = {
  filter_friendly_name: "department: billing",
  expression: 'department == "billing"',
  targets: [{ queue: taskQueueSid, priority: 5, timeout: 30, skip_if: "workers.available == 0" }],
};
const routing = (...filters: object[]) => ({
  task_routing: { filters, default_filter: { queue: taskQueueSid } },
});
const inputs = { workspaceSid, friendlyName: "Hand-offs", configuration: routing(rule) as never };

resourceContract(definition, {
  inputs: {
    ...inputs,
    taskReservationTimeout: 60,
    assignmentCallbackUrl: "https://agent.example.com/assignment",
    fallbackAssignmentCallbackUrl: "https://agent.example.com/fallback",
  },
  change: {
    friendlyName: "Renamed",
    configuration: routing(rule, { ...rule, expression: "vip == true" }) as never,
    taskReservationTimeout: 90,
    assignmentCallbackUrl: "",
  },
  replace: { workspaceSid: `WS${"f".repeat(32)}` },
  drop: { taskReservationTimeout: 120, assignmentCallbackUrl: "", fallbackAssignmentCallbackUrl: "" },
  drift: {
    change: ({ workflows }, id) => {
      const row = workflows[id.split("/")[1] ?? ""];
      if (row) row.configuration = JSON.stringify(routing({ ...rule, expression: "1 == 2" }));
    },
    seen: ["configuration.task_routing.filters[0].expression"],
  },
  present: { id: present, inputs: { adopt: present, workspaceSid, configuration: routing(rule) as never } },
  object,
});

function object({ workflows }: State, id: string): unknown {
  const found = workflows[id.split("/")[1] ?? ""];
  return found && structuredClone({ ...found, date_updated: undefined });
}

const twilio = runningTwilio();

function row() {
  const found = twilio.state.workflows[seed.workflowSid];
  if (!found) throw new Error("the account has no workflow");
  return found;
}

test("the configuration is sent as JSON text, and a change of it moves the tasks that wait", async () => {
  const { id, state } = await create(workflow, twilio.api, inputs);
  const news = { ...inputs, friendlyName: "Renamed" };
  await update(workflow, twilio.api, { id, olds: inputs, state, news });
  const configuration = { task_routing: { default_filter: { queue: taskQueueSid } } };
  await update(workflow, twilio.api, { id, olds: news, state, news: { ...news, configuration } });

  expect(twilio.writes().map(({ path, form }) => [path, form])).toEqual([
    [
      `/v1/Workspaces/${workspaceSid}/Workflows`,
      { FriendlyName: "Hand-offs", Configuration: JSON.stringify(routing(rule)) },
    ],
    [`/v1/Workspaces/${workspaceSid}/Workflows/${state.sid}`, { FriendlyName: "Renamed" }],
    [
      `/v1/Workspaces/${workspaceSid}/Workflows/${state.sid}`,
      { Configuration: JSON.stringify(configuration), ReEvaluateTasks: "true" },
    ],
  ]);
});

test.each([
  ["another order of keys and other white space", '{"default_filter": {"queue": "Q"},\n "filters": []}'],
  ["no list of filters instead of an empty one", '{"default_filter": {"queue": "Q"}}'],
  ["a null", '{"filters": [], "default_filter": {"queue": "Q", "timeout": null}}'],
])("%s changes nothing", async (_, routing) => {
  row().configuration = `{"task_routing": ${routing.replace("Q", taskQueueSid)}}`;
  const before = row().configuration;
  const configuration = { task_routing: { filters: [], default_filter: { queue: taskQueueSid } } };
  const declared = check(workflow, { adopt: present, configuration });

  const { id, state } = await create(workflow, twilio.api, declared.inputs);

  expect(diff(workflow, id, { adopt: present, configuration }, declared.inputs).differences).toEqual([]);
  await destroy(workflow, twilio.api, { id, inputs: declared.inputs, state });
  expect([twilio.writes(), row().configuration]).toEqual([[], before]);
});

test("the order of filters is a change, shown at the filter", () => {
  const other = { ...rule, expression: "vip == true" };
  const [olds, news] = [routing(rule, other), routing(other, rule)].map((configuration) => ({
    ...inputs,
    configuration,
  })) as [object, object];

  const { differences } = diff(workflow, present, { ...olds }, { ...news });

  expect(differences.map(({ path }) => path.slice(0, 3).join("."))).toEqual([
    "configuration.task_routing.filters",
    "configuration.task_routing.filters",
  ]);
});

test("an adopted workflow gets back what this resource does not know", async () => {
  const former = { task_routing: { ...routing(rule).task_routing, something_new: [{ a: 1 }] } };
  row().configuration = JSON.stringify(former);
  const declared = { adopt: present, configuration: routing() };

  const { id, state } = await create(workflow, twilio.api, declared);
  expect(JSON.parse(row().configuration)).toEqual(routing());
  await destroy(workflow, twilio.api, {
    id,
    inputs: declared,
    state: removeSecretMarks(state) as typeof state,
  });

  expect(JSON.parse(row().configuration)).toEqual(former);
});

test("unknown keys, wrong SIDs and expressions that do not parse are found before anything is sent", () => {
  const configuration = routing(
    { ...rule, expression: "department =", filters: [] },
    { expression: "1 == 1", targets: [{ queue: "Billing", expresion: "1 == 1" }, { skip_if: "workers" }] },
    { expression: "1 == 1", targets: [] },
  );
  const { problems } = check(workflow, { ...inputs, configuration });

  expect(problems.map(({ path, message }) => `${path.slice(2).join(".")}: ${message}`)).toEqual([
    'filters.0.expression: is not a TaskRouter expression: expected a value, found the end, found "department ="',
    'filters.0: Unrecognized key: "filters"',
    'filters.1.targets.0.queue: expected WQ and 32 hexadecimal digits, found "Billing"',
    'filters.1.targets.0: Unrecognized key: "expresion"',
    'filters.1.targets.1.skip_if: is not a TaskRouter expression: expected a comparison (==, !=, <, >, HAS, IN, CONTAINS), found the end, found "workers"',
    "filters.2.targets: Too small: expected array to have >=1 items",
  ]);
});

test("values that preview does not know yet pass", async () => {
  const configuration = routing({ expression: unknownValue, targets: [{ queue: unknownValue }] });
  expect(check(workflow, { ...inputs, configuration }).problems).toEqual([]);
  expect(check(workflow, { ...inputs, configuration: unknownValue }).problems).toEqual([]);
  const { state } = await previewCreate(workflow, twilio.api, { ...inputs, configuration });
  expect(state.sid).toBe(unknownValue);
});

test("a queue that the workspace does not have is found in preview, with those that it has", async () => {
  const missing = `WQ${"f".repeat(32)}`;
  const declared = { ...inputs, configuration: routing({ ...rule, targets: [{ queue: missing }] }) };

  await expect(previewCreate(workflow, twilio.api, declared)).rejects.toThrow(
    new Error(
      `configuration.task_routing.filters.0.targets.0.queue: ${missing} is not a queue of workspace ${workspaceSid}, which has "Everyone" (${taskQueueSid})`,
    ),
  );
  expect(twilio.writes()).toEqual([]);
});

test("a workflow that the stack created is deleted, and its ID has its workspace", async () => {
  const { id, state } = await create(workflow, twilio.api, inputs);
  expect(id).toBe(`${workspaceSid}/${state.sid}`);
  await destroy(workflow, twilio.api, { id, inputs, state });
  expect(Object.keys(twilio.state.workflows)).toEqual([seed.workflowSid]);
});
