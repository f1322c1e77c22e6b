import { type State, seed } from "@tac-handoff/emulator";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isError, type Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { diff } from "../../provider/diff.ts";
import { create, previewCreate, previewUpdate, update } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { formatPropertyPath } from "../../values/propertyPath.ts";
import { unknownValue } from "../../values/unknown.ts";
import { flowResource } from "./flow.ts";

const definition = flowResource({ checkFlow, fromCanonical, toCanonical });
const flow: Resource = definition;

/** A flow as Studio exports it: one greeting on a call. */
function greeting({ say = "Hello", next = "greet" } = {}) {
  return {
    description: "Greets",
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [
          { event: "incomingMessage" },
          { event: "incomingCall", next },
          { event: "incomingConversationMessage" },
          { event: "incomingRequest" },
          { event: "incomingParent" },
        ],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: "greet",
        type: "say-play",
        transitions: [{ event: "audioComplete" }],
        properties: { say, loop: 1, offset: { x: 10, y: 200 } },
      },
    ],
  };
}

resourceContract(definition, {
  inputs: { friendlyName: "Greeting", status: "draft", definition: greeting() },
  change: { friendlyName: "Renamed", status: "published", definition: greeting({ say: "Good day" }) },
  drop: { status: "published" },
  drift: {
    change: ({ flows }, sid) => {
      const revision = flows[sid]?.revisions.at(-1);
      if (!revision) return;
      flows[sid]?.revisions.push({
        ...revision,
        revision: revision.revision + 1,
        friendly_name: "Renamed in the Console",
        definition: JSON.parse(
          JSON.stringify(revision.definition).replace('"description":', '"description":"","note":'),
        ),
      });
    },
    seen: ["definition.description", "definition.note", "friendlyName"],
  },
  present: {
    id: seed.oldFlowSid,
    inputs: { adopt: seed.oldFlowSid, friendlyName: "Greeting", definition: greeting() },
  },
  onDestroy: "delete",
  object,
});

function object({ flows }: State, sid: string): unknown {
  const latest = flows[sid]?.revisions.at(-1);
  if (!latest) return undefined;
  const { friendly_name, status, definition } = latest;
  return { friendly_name, status, definition: toCanonical(definition) };
}

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

function checked(inputs: Record<string, unknown>) {
  const result = check(flow, inputs);
  expect(result.problems.filter(isError)).toEqual([]);
  return result.inputs;
}

test("a new flow is published unless the program says otherwise", async () => {
  await create(flow, twilio.api, checked({ friendlyName: "Greeting", definition: greeting() }));
  const [request] = twilio.writes();
  expect([request?.path, request?.form?.Status, request?.form?.FriendlyName]).toEqual([
    "/v2/Flows",
    "published",
    "Greeting",
  ]);
  expect(JSON.parse(String(request?.form?.Definition))).toEqual(greeting());
});

test("every write of a published flow publishes", async () => {
  const olds = checked({ friendlyName: "Greeting", definition: greeting() });
  const { id, state } = await create(flow, twilio.api, olds);

  const renamed = { ...olds, friendlyName: "Renamed" };
  const after = await update(flow, twilio.api, { id, olds, state, news: renamed });
  expect(twilio.writes().at(-1)?.form).toEqual({ Status: "published", FriendlyName: "Renamed" });
  expect(after.revision).toBe(2);

  const said = checked({ friendlyName: "Renamed", definition: greeting({ say: "Good day" }) });
  await update(flow, twilio.api, { id, olds: renamed, state: after, news: said });
  expect(Object.keys(twilio.writes().at(-1)?.form ?? {})).toEqual(["Status", "Definition"]);
  expect(twilio.writes().at(-1)?.form?.Status).toBe("published");
});

test("a draft that is not declared as anything stays a draft", async () => {
  twilio.state.flows[seed.oldFlowSid]?.revisions.forEach((revision) => {
    revision.status = "draft";
  });
  await create(flow, twilio.api, { adopt: seed.oldFlowSid, friendlyName: "Renamed" });
  expect(twilio.writes().at(-1)?.form).toEqual({ Status: "draft", FriendlyName: "Renamed" });
});

test("the order of widgets, positions and formatting are not a difference", () => {
  const olds = checked({ friendlyName: "Greeting", definition: greeting() });
  const moved = structuredClone(greeting());
  for (const state of moved.states) state.properties.offset = { x: 500, y: 500 };
  const reversed = { ...moved, states: moved.states.toReversed() };

  for (const definition of [reversed, JSON.stringify(reversed, null, 4)]) {
    const news = checked({ friendlyName: "Greeting", definition });
    expect(diff(flow, "FW", olds, news)).toEqual({ differences: [], replaces: [] });
  }
});

/** The greeting with a menu of numbers before it and variables after it. */
function menu({ numbers = ["1", "2"], variables = { a: "1", b: "2" } as Record<string, string> } = {}) {
  const { states, ...definition } = greeting({ next: "menu" });
  const [trigger, greet] = states;
  const match = numbers.map((value) => ({
    event: "match",
    next: "greet",
    conditions: [{ friendly_name: value, arguments: ["{{trigger.call.From}}"], type: "equal_to", value }],
  }));
  return {
    ...definition,
    states: [
      trigger,
      {
        name: "menu",
        type: "split-based-on",
        transitions: [{ event: "noMatch", next: "note" }, ...match],
        properties: { input: "{{trigger.call.From}}" },
      },
      {
        name: "note",
        type: "set-variables",
        transitions: [{ event: "next", next: "greet" }],
        properties: { variables: Object.entries(variables).map(([key, value]) => ({ key, value })) },
      },
      greet,
    ],
  };
}

test.each([
  ["a condition put in front", { numbers: ["0", "1", "2"] }, "add menu.match[0]"],
  ["the first condition taken away", { numbers: ["2"] }, "delete menu.match[0]"],
  [
    "a condition of another value",
    { numbers: ["1", "3"] },
    "update menu.match[1].friendly_name, update menu.match[1].value",
  ],
  ["conditions in another order", { numbers: ["2", "1"] }, "delete menu.match[0], add menu.match[1]"],
  [
    "a variable put in front",
    { variables: { new: "0", a: "1", b: "2" } },
    "add note.properties.variables.new",
  ],
  [
    "a variable of another value",
    { variables: { b: "3", a: "1" } },
    "update note.properties.variables.b.value",
  ],
  ["variables in another order", { variables: { b: "2", a: "1" } }, ""],
])("%s is shown at its path, and nothing else", (_, change, shown) => {
  const [olds, news] = [menu(), menu(change)].map((definition) => checked({ friendlyName: "x", definition }));
  const found = diff(flow, "FW", olds ?? {}, news ?? {}).differences;
  expect(
    found
      .map(({ kind, path }) => `${kind} ${formatPropertyPath(path).replace("definition.states.", "")}`)
      .join(", "),
  ).toBe(shown);
});

test("a definition stored with its variables in a list is not a difference", () => {
  const news = checked({ friendlyName: "x", definition: menu() });
  const olds = structuredClone(news) as { definition: { states: Record<string, { properties: object }> } };
  const { note } = olds.definition.states;
  if (note)
    note.properties = {
      variables: [
        { key: "b", value: "2" },
        { key: "a", value: "1" },
      ],
    };

  expect(diff(flow, "FW", olds, news).differences).toEqual([]);
});

test("a changed text is a difference at the widget's property", () => {
  const olds = checked({ friendlyName: "Greeting", definition: greeting() });
  const news = checked({ friendlyName: "Greeting", definition: greeting({ say: "Good day" }) });
  expect(diff(flow, "FW", olds, news).differences).toEqual([
    { path: ["definition", "states", "greet", "properties", "say"], kind: "update" },
  ]);
});

test("a transition to a widget that is not there is a problem that names both, at the event by name", () => {
  const { problems } = check(flow, { friendlyName: "Greeting", definition: greeting({ next: "gret" }) });
  expect(problems.filter(isError)).toEqual([
    {
      path: ["definition", "states", "Trigger", "transitions", "incomingCall"],
      message:
        'widget "Trigger": event "incomingCall" leads to "gret", which is not in this flow; did you mean "greet"?',
    },
  ]);
});

test("what the check only warns of is a warning, with the widget by name", () => {
  const message = 'widget "greet": says nothing new';
  const warning = { severity: "warning", path: "states[1].properties.say", message } as const;
  const warned = flowResource({ checkFlow: () => [warning], fromCanonical, toCanonical });

  const { problems } = check(warned, { friendlyName: "x", definition: greeting() });

  const path = ["definition", "states", "greet", "properties", "say"];
  expect(problems).toEqual([{ path, message, severity: "warning" }]);
});

test.each([
  ["no JSON", "is not valid JSON"],
  ['"a text in JSON"', "is not valid JSON"],
  ["[1]", "the definition: it must be an object, got a list"],
  ["null", "the definition: it must be an object, got null"],
])("the definition %s is a problem, not a crash", (definition, message) => {
  expect(check(flow, { friendlyName: "x", definition }).problems).toEqual([
    { path: ["definition"], message },
  ]);
});

test("what preview does not know yet passes check, wherever it stands", async () => {
  const inside = greeting({ say: unknownValue, next: unknownValue });
  for (const definition of [unknownValue, inside, { ...inside, states: unknownValue }]) {
    const { inputs, problems } = check(flow, { friendlyName: "x", definition });
    expect(problems).toEqual([]);
    await previewCreate(flow, twilio.api, inputs);
  }
  // Studio cannot validate what is not known.
  expect(twilio.requests()).toEqual([]);
});

test("a definition that only Studio refuses is a problem of preview, in Studio's words", async () => {
  const blind = flowResource({ checkFlow: () => [], fromCanonical, toCanonical });
  const refused = checkWith(blind, greeting({ next: "gret" }));
  const refusal = new Error(
    "definition: Studio rejects it: Flow definition validation failed, check `details` for more information\n  #/states/0/transitions/1/next: must match a widget name",
  );
  await expect(previewCreate(blind, twilio.api, refused)).rejects.toThrow(refusal);
  await expect(create(blind, twilio.api, refused)).rejects.toThrow(refusal);

  const good = checkWith(blind, greeting());
  const { id, state } = await create(blind, twilio.api, good);
  await expect(previewUpdate(blind, twilio.api, { id, state, news: refused })).rejects.toThrow(refusal);
});

function checkWith(resource: Resource, definition: unknown) {
  return check(resource, { friendlyName: "Greeting", definition }).inputs;
}

test("an error that is not about the definition is passed on unchanged", async () => {
  const key = twilio.state.account.apiKeys[0];
  if (key) key.secret = "changed";
  await expect(
    previewCreate(flow, twilio.api, checked({ friendlyName: "x", definition: greeting() })),
  ).rejects.toHaveProperty(
    "message",
    "POST studio.twilio.com/v2/Flows/Validate answered 401 (20003): Authenticate. Check twilio:accountSid and the API key or auth token; a new product may also want its terms accepted in the Console.",
  );
});

test("the webhook URL is https, also where Twilio shows http", async () => {
  const body = {
    sid: seed.oldFlowSid,
    friendly_name: "x",
    status: "published",
    definition: greeting(),
    webhook_url: `http://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${seed.oldFlowSid}`,
    revision: 3,
  };
  const live = await flow.fetch({ ...twilio.api, find: async () => body }, seed.oldFlowSid);
  expect(live?.outputs).toEqual({
    sid: seed.oldFlowSid,
    revision: 3,
    webhookUrl: `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${seed.oldFlowSid}`,
  });
});
