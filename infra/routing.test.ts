import { defineAttributes } from "@tac-handoff/runtime";
import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { expect, test } from "vitest";
import * as z from "zod";
import { readConfig } from "./config.ts";
import { describeProblems } from "./configProblems.ts";
import { hasSkill, queueNames, rulesOf } from "./routing.ts";

const voiceOnly = {
  "twilio:accountSid": `AC${"a".repeat(32)}`,
  "twilio:authToken": "t",
  "tac-handoff:agentDomain": "agent.example.com",
  "tac-handoff:channels": '["voice"]',
  "tac-handoff:phoneNumber": "+15551230100",
};

const read = (flex: object, more: object = {}, given = contract) =>
  readConfig({ ...voiceOnly, ...more, "tac-handoff:flex": JSON.stringify(flex) }, {}, { contract: given });

const wide = defineAttributes(
  z.object({
    priority: z.enum(["low", "normal", "high"]).nullable(),
    department: z.string(),
    level: z.union([z.literal(1), z.literal(2)]),
    order: z.number(),
    vip: z.boolean(),
    either: z.union([z.string(), z.number()]),
    items: z.array(z.string()),
    in: z.string().optional(),
  }),
);

test("rules are in the order of the contract's attributes and their values, whatever the order of the configuration", () => {
  const routing = {
    vip: { true: "VIP" },
    order: { "-5.5": "Refunds", "10": "Orders" },
    level: { "2": "Second", "1": "First" },
    either: { "7": "Seven" },
    department: { support: "Support", billing: "Billing" },
    priority: { high: "Urgent", low: "Everyone" },
  };

  expect(rulesOf(routing, wide)).toEqual([
    { name: "priority: low", expression: 'priority == "low"', queue: "Everyone" },
    { name: "priority: high", expression: 'priority == "high"', queue: "Urgent" },
    { name: "department: billing", expression: 'department == "billing"', queue: "Billing" },
    { name: "department: support", expression: 'department == "support"', queue: "Support" },
    { name: "level: 1", expression: "level == 1", queue: "First" },
    { name: "level: 2", expression: "level == 2", queue: "Second" },
    { name: "order: -5.5", expression: "order == -5.5", queue: "Refunds" },
    { name: "order: 10", expression: "order == 10", queue: "Orders" },
    { name: "vip: true", expression: "vip == true", queue: "VIP" },
    { name: "either: 7", expression: 'either == "7" OR either == 7', queue: "Seven" },
  ]);
  expect(new Set(queueNames(routing, "Everyone"))).toEqual(
    new Set([
      "Urgent",
      "Everyone",
      "Billing",
      "Support",
      "First",
      "Second",
      "Refunds",
      "Orders",
      "VIP",
      "Seven",
    ]),
  );
});

test.each([
  ['say "hi"', `'say "hi"'`],
  ["Ann's", `"Ann's"`],
  [`"Ann's"`, `"\\"Ann's\\""`],
  ["a\\b", '"a\\\\b"'],
  ["größer", '"größer"'],
])("%s is written %s", (value, constant) => {
  expect(rulesOf({ department: { [value]: "Q" } }, wide)[0]?.expression).toBe(`department == ${constant}`);
  expect(hasSkill(value)).toBe(`routing.skills HAS ${constant}`);
});

test("with routing the workflow is called like the stack's other objects, unless it is named", () => {
  const routing = { department: { billing: "Billing" } };
  const name = { "tac-handoff:name": "support" };

  expect(read({}, name).config?.flex.workflow).toBe("Assign to Anyone");
  expect(read({ routing }, name).config?.flex.workflow).toBe("support");
  expect(read({ routing, workflow: "Assign to Anyone" }, name).config?.flex.workflow).toBe(
    "Assign to Anyone",
  );
  expect(read({ routing }).config?.flex).toMatchObject({ routing, defaultQueue: "Everyone", queues: {} });
});

test("every mistake in the routing is reported at once, with its key, what is possible and an example", () => {
  const { problems } = read({
    routing: {
      departmet: { billing: "Billing" },
      priority: { higg: "Urgent", high: "" },
      department: { billing: "Billing", support: 5 },
    },
    queues: {
      Biling: { targetWorkers: "1 == 1" },
      Billing: { targetWorkers: "routing.skills HAS", colour: "red" },
    },
  });

  expect(
    describeProblems("prod", problems ?? []),
  ).toBe(`The configuration of stack prod has 7 problems. Nothing was sent to Twilio.

  tac-handoff:flex.routing.priority.high: expected the name of a queue, found "". Which queue receives a task: attribute of the contract, its value, name of the queue. The rules are tried in the order of the contract's attributes; the first that matches counts. A queue that does not exist is created.
    for example: pulumi config set --path 'tac-handoff:flex.routing.department.billing' Billing

  tac-handoff:flex.routing.department.support: expected string, found 5. Which queue receives a task: attribute of the contract, its value, name of the queue. The rules are tried in the order of the contract's attributes; the first that matches counts. A queue that does not exist is created.
    for example: pulumi config set --path 'tac-handoff:flex.routing.department.billing' Billing

  tac-handoff:flex.queues.Billing.targetWorkers: is not a TaskRouter expression: expected a value, found the end. TaskRouter expression for the workers of the queue; an existing queue is adopted and changed. Default for a new queue: \`routing.skills HAS "<name of the queue>"\`, and everyone for \`defaultQueue\`.
    for example: pulumi config set --path 'tac-handoff:flex.queues.Billing.targetWorkers' 'routing.skills HAS "billing"'

  tac-handoff:flex.queues.Billing.colour: is not a key of this project. Keys here are targetWorkers.

  tac-handoff:flex.routing.departmet: is not an attribute of the contract (studio-flows/attributes.ts). Did you mean tac-handoff:flex.routing.department? Its attributes are department, priority.
    for example: pulumi config set --path 'tac-handoff:flex.routing.department.billing' Billing

  tac-handoff:flex.routing.priority.higg: is not a value of the attribute. Did you mean tac-handoff:flex.routing.priority.high? Its values are low, normal, high.
    for example: pulumi config set --path 'tac-handoff:flex.routing.priority.high' Billing

  tac-handoff:flex.queues.Biling: is neither a queue of tac-handoff:flex.routing nor tac-handoff:flex.defaultQueue. Did you mean tac-handoff:flex.queues.Billing? The queues are Billing, Urgent, Everyone.
    for example: pulumi config set --path 'tac-handoff:flex.routing.department.billing' Billing`);
});

test.each([
  ["order", "ten", "is not a value of the attribute: expected number."],
  ["vip", "yes", "is not a value of the attribute. Its values are true, false."],
  ["level", "3", "is not a value of the attribute. Its values are 1, 2."],
])("a value that attribute %s cannot have is reported: %s", (name, value, message) => {
  const { problems } = read({ routing: { [name]: { [value]: "Q" } } }, {}, wide as never);
  expect(problems).toMatchObject([{ key: `tac-handoff:flex.routing.${name}.${value}`, message }]);
});

test.each([
  ["items", "is a list or an object, and tasks are routed by texts, numbers and true or false only."],
  ["in", "TaskRouter reads this name as a part of an expression, so tasks cannot be routed by it."],
  ["reason", expect.stringContaining("is not an attribute of the contract")],
])("tasks cannot be routed by %s", (name, message) => {
  const { problems } = read({ routing: { [name]: { x: "Q" } } }, {}, wide as never);
  expect(problems).toMatchObject([{ key: `tac-handoff:flex.routing.${name}`, message }]);
});

test("settings that have no effect without routing are reported, and an empty routing is one", () => {
  const settings = { defaultQueue: "Billing", queues: {} };
  const message = "has no effect without tac-handoff:flex.routing, which sends tasks to queues.";

  expect(read(settings).problems).toMatchObject([
    { key: "tac-handoff:flex.defaultQueue", message },
    { key: "tac-handoff:flex.queues", message },
  ]);
  expect(read({ ...settings, routing: {} }).problems).toEqual([]);
  expect(read({ ...settings, routing: "department" }).problems?.map(({ key }) => key)).toEqual([
    "tac-handoff:flex.routing",
  ]);
});

test("a queue whose name is not a word is named in a key as `pulumi config set --path` takes it", () => {
  const { problems } = read({ routing: {}, queues: { "Tier 2": {} } });
  expect(problems?.[0]?.key).toBe('tac-handoff:flex.queues["Tier 2"]');
});

test("a contract without attributes routes nothing", () => {
  const { problems } = read({ routing: { department: {} } }, {}, defineAttributes(z.object({})) as never);
  expect(problems).toEqual([
    {
      key: "tac-handoff:flex.routing.department",
      message: "is not an attribute of the contract (studio-flows/attributes.ts). It has no attributes.",
      example: "",
    },
  ]);
});
