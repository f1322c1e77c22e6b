import { expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { diff } from "../../provider/diff.ts";
import { create, destroy, read, update } from "../../provider/lifecycle.ts";
import { presentId } from "../../testing/orchestrator.ts";
import { runningTwilio } from "../../testing/runningTwilio.ts";
import {
  callback,
  inputs,
  intelligence,
  mine,
  teamsConfiguration,
  theirs,
} from "../../testing/teamsConfiguration.ts";
import { removeSecretMarks } from "../../values/unknown.ts";
import { configuration as definition } from "./configuration.ts";

const configuration: Resource = definition;
const twilio = runningTwilio();

const { row, lists } = teamsConfiguration(twilio);

const plain = (state: object) => removeSecretMarks(state) as Record<string, unknown>;

async function adopt(declared: Record<string, unknown> = inputs) {
  const { id, state } = await create(configuration, twilio.api, declared);
  return { id, state: plain(state) };
}

async function refresh({ id, state }: { id: string; state: Record<string, unknown> }, declared: object) {
  const found = await read(configuration, twilio.api, id, { inputs: { ...declared }, state });
  return found?.inputs ?? {};
}

test("the team's elements stay beside the program's, and destroy removes only these", async () => {
  const { id, state } = await adopt();
  expect(lists()).toEqual({
    statusCallbacks: [...theirs.statusCallbacks, ...mine.statusCallbacks],
    intelligenceConfigurationIds: [...theirs.intelligenceConfigurationIds, intelligence(9)],
  });

  await destroy(configuration, twilio.api, { id, inputs, state });
  expect(lists()).toEqual(theirs);
});

test("what somebody else adds or removes is neither drift nor overwritten, and destroy leaves it as they want it", async () => {
  const made = await adopt();
  const after = {
    statusCallbacks: [callback("mine"), callback("team"), callback("added")],
    intelligenceConfigurationIds: [intelligence(9), intelligence(3)],
  };
  Object.assign(row(), structuredClone(after));

  expect(diff(configuration, made.id, inputs, await refresh(made, inputs)).differences).toEqual([]);
  const news = { ...inputs, description: "changed" };
  const state = await update(configuration, twilio.api, {
    id: made.id,
    olds: inputs,
    state: made.state,
    news,
  });
  expect(lists()).toEqual(after);

  await destroy(configuration, twilio.api, { id: made.id, inputs: news, state: plain(state) });
  expect(lists()).toEqual({
    statusCallbacks: [callback("team"), callback("added")],
    intelligenceConfigurationIds: [intelligence(3)],
  });
});

test("an element of the program's that is missing or changed is drift, and comes back", async () => {
  const made = await adopt();
  row().statusCallbacks = [callback("team"), { ...callback("mine"), method: "GET" }];
  row().intelligenceConfigurationIds = [intelligence(1)];

  const found = await refresh(made, inputs);
  expect(found).toMatchObject({
    statusCallbacks: [{ ...callback("mine"), method: "GET" }],
    intelligenceConfigurationIds: [],
  });
  await update(configuration, twilio.api, { id: made.id, olds: found, state: made.state, news: inputs });

  expect(lists()).toEqual({
    statusCallbacks: [callback("team"), callback("mine")],
    intelligenceConfigurationIds: [intelligence(1), intelligence(9)],
  });
});

test("another callback URL replaces only the program's own", async () => {
  const made = await adopt();
  const news = { ...inputs, statusCallbacks: [callback("new")] };

  await update(configuration, twilio.api, { id: made.id, olds: inputs, state: made.state, news });

  expect(lists().statusCallbacks).toEqual([...theirs.statusCallbacks, callback("new")]);
  expect(twilio.writes().at(-1)?.json).toEqual({ statusCallbacks: lists().statusCallbacks });
});

test.each([
  ["the same", [callback("mine"), callback("team")]],
  ["the same twice", [callback("mine"), callback("team"), callback("mine")]],
  [
    "the same with the host in capitals",
    [{ url: "https://MINE.example.com/webhook", method: "POST" as const }],
  ],
])("a callback that was there, %s, is kept, not doubled, and left on destroy", async (_, before) => {
  row().statusCallbacks = structuredClone(before);

  const { id, state } = await adopt();
  expect(lists().statusCallbacks).toEqual(before);
  expect(await refresh({ id, state }, inputs)).toMatchObject(mine);

  await destroy(configuration, twilio.api, { id, inputs, state });
  expect(lists().statusCallbacks).toEqual(before);
});

test("a callback that was there with another method gets the program's, and its own back on destroy", async () => {
  const before = [callback("team"), { ...callback("mine"), method: "GET" as const }];
  row().statusCallbacks = structuredClone(before);

  const { id, state } = await adopt();
  expect(lists().statusCallbacks).toEqual([callback("team"), callback("mine")]);

  await destroy(configuration, twilio.api, { id, inputs, state });
  expect(lists().statusCallbacks).toEqual(before);
});

test("a callback that the team has added before the program declares it is left on destroy", async () => {
  const made = await adopt();
  row().statusCallbacks = [...(row().statusCallbacks ?? []), callback("later")];
  const news = { ...inputs, statusCallbacks: [callback("later")] };
  const change = { id: made.id, olds: inputs, state: made.state, news };
  const state = plain(await update(configuration, twilio.api, change));

  await destroy(configuration, twilio.api, { id: made.id, inputs: news, state });

  expect(lists().statusCallbacks).toEqual([...theirs.statusCallbacks, callback("later")]);
});

test("an imported configuration keeps the team's elements when the program declares only its own", async () => {
  const imported = await read(configuration, twilio.api, presentId);
  if (!imported) throw new Error("the configuration is gone");
  expect(imported.inputs).toMatchObject(theirs);

  const change = { id: presentId, olds: imported.inputs, state: plain(imported.state), news: inputs };
  const state = plain(await update(configuration, twilio.api, change));
  expect(lists()).toEqual({
    statusCallbacks: [...theirs.statusCallbacks, ...mine.statusCallbacks],
    intelligenceConfigurationIds: [...theirs.intelligenceConfigurationIds, intelligence(9)],
  });

  await destroy(configuration, twilio.api, { id: presentId, inputs, state });
  expect(lists()).toEqual(theirs);
});

test("a list that is no longer declared keeps what is not the program's", async () => {
  const made = await adopt();
  const { statusCallbacks: _, ...news } = inputs;

  await update(configuration, twilio.api, { id: made.id, olds: inputs, state: made.state, news });

  expect(lists().statusCallbacks).toEqual(theirs.statusCallbacks);
});

test('sharedLists: "replace" replaces the whole list, and destroy restores the previous one', async () => {
  const replacing = { ...inputs, sharedLists: "replace" };
  const made = await adopt(replacing);
  expect(lists()).toEqual(mine);

  row().statusCallbacks = [callback("mine"), callback("added")];
  expect(await refresh(made, replacing)).toMatchObject({
    statusCallbacks: [callback("mine"), callback("added")],
  });
  await destroy(configuration, twilio.api, { id: made.id, inputs: replacing, state: made.state });
  expect(lists()).toEqual(theirs);
});

test('a change from "replace" to "keep" brings the team\'s elements back, and one to "replace" removes them', async () => {
  const replacing = { ...inputs, sharedLists: "replace" };
  const made = await adopt(replacing);

  const kept = await update(configuration, twilio.api, { ...made, olds: replacing, news: inputs });
  expect(lists().intelligenceConfigurationIds).toEqual([
    ...theirs.intelligenceConfigurationIds,
    intelligence(9),
  ]);

  const change = { id: made.id, olds: inputs, state: plain(kept), news: replacing };
  const replaced = await update(configuration, twilio.api, change);
  expect(lists()).toEqual(mine);
  await destroy(configuration, twilio.api, { id: made.id, inputs: replacing, state: plain(replaced) });
  expect(lists()).toEqual(theirs);
});

test("a state from before lists were shared gets the team's elements back on destroy", async () => {
  const made = await adopt({ ...inputs, sharedLists: "replace" });

  await destroy(configuration, twilio.api, { id: made.id, inputs, state: made.state });

  expect(lists()).toEqual(theirs);
});

test("a list that somebody else changes just before the write is written with their change", async () => {
  let reads = 0;
  const api = {
    ...twilio.api,
    async find(call: Parameters<typeof twilio.api.find>[0]) {
      const found = await twilio.api.find(call);
      // After the first read of the configuration, somebody adds a callback.
      if (call.path.endsWith(presentId) && reads++ === 0)
        row().statusCallbacks = [...theirs.statusCallbacks, callback("late")];
      return found;
    },
  };

  await create(configuration, api, inputs);

  expect(lists().statusCallbacks).toEqual([...theirs.statusCallbacks, callback("late"), callback("mine")]);
});
