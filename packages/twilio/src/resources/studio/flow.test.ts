import { type State, seed } from "@tac-handoff/emulator";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { create, previewCreate, previewUpdate, update } from "../../provider/lifecycle.ts";
import { checked, flow, greeting } from "../../testing/greetingFlow.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { runningTwilio } from "../../testing/runningTwilio.ts";
import { unknownValue } from "../../values/unknown.ts";
import { flowResource } from "./flow.ts";

resourceContract(flowResource({ checkFlow, fromCanonical, toCanonical }), {
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

const twilio = runningTwilio();

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
  await expect(previewUpdate(blind, twilio.api, { id, olds: good, state, news: refused })).rejects.toThrow(
    refusal,
  );
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
