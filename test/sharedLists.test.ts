// What a team has added to the Orchestrator configuration stays, before, during and after the stack.

import { ask, type Emulator, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { deployment, plannedSteps } from "./deployment.ts";

const configurations = "https://conversations.twilio.com/v2/ControlPlane/Configurations";
const ours = { url: "https://agent.example.com/webhook", method: "POST" };
const team = { url: "https://team.example.com/events", method: "POST" };
const crm = { url: "https://user:hunter2@crm.example.com/in?token=s3cret", method: "POST" };

async function createIntelligence(twilio: Emulator, displayName: string): Promise<string> {
  const rule = {
    operators: [{ id: seed.summaryOperatorId }],
    triggers: [{ on: "CONVERSATION_END" }],
    actions: [],
  };
  const { body } = await ask(twilio, "POST https://intelligence.twilio.com/v3/ControlPlane/Configurations", {
    json: { displayName, rules: [rule] },
  });
  return body.id;
}

/** Waits until the operation is done: the lists can then be read. */
async function patchLists(twilio: Emulator, json: object): Promise<void> {
  const { status, body } = await ask(twilio, `PATCH ${configurations}/${seed.orchestratorConfigurationId}`, {
    json,
  });
  expect(status).toBe(202);
  await expect.poll(async () => (await ask(twilio, `GET ${body.statusUrl}`)).body.status).toBe("COMPLETED");
}

async function readLists(twilio: Emulator) {
  const { body } = await ask(twilio, `GET ${configurations}/${seed.orchestratorConfigurationId}`);
  return {
    statusCallbacks: body.statusCallbacks ?? [],
    intelligenceConfigurationIds: body.intelligenceConfigurationIds ?? [],
  };
}

test("the team's callbacks and Intelligence configurations stay while the stack is up, and after it", async () => {
  const { twilio, stack, configure, writesDuring } = await deployment();
  const [first, second] = [
    await createIntelligence(twilio, "first"),
    await createIntelligence(twilio, "second"),
  ];
  await patchLists(twilio, { statusCallbacks: [team], intelligenceConfigurationIds: [first, second] });

  const { output } = await stack.run(["preview"]);
  expect(output).toContain(`adopts ${seed.orchestratorConfigurationId}, changing`);
  expect(output).toContain(`statusCallbacks: + ${ours.url} (kept: ${team.url})`);
  expect(output).toContain(`intelligenceConfigurationIds: + (known after up) (kept: ${first}, ${second})`);

  await stack.run(["up", "--yes", "--skip-preview"]);
  const { intelligenceConfigurationId: summary } = await stack.outputs();
  expect(await readLists(twilio)).toEqual({
    statusCallbacks: [team, ours],
    intelligenceConfigurationIds: [first, second, summary],
  });

  // The team adds and removes elements of its own.
  const third = await createIntelligence(twilio, "third");
  const theirs = { statusCallbacks: [ours, crm], intelligenceConfigurationIds: [summary, third, first] };
  await patchLists(twilio, theirs);
  await stack.run(["refresh", "--yes", "--expect-no-changes"]);
  expect(await plannedSteps(stack)).toEqual([]);
  const unneeded = await writesDuring(() =>
    stack.run(["up", "--yes", "--skip-preview", "--expect-no-changes"]),
  );
  expect(unneeded).toEqual([]);
  expect(await readLists(twilio)).toEqual(theirs);

  // Another agent host, and a missing Intelligence configuration: only the stack's own elements change.
  await patchLists(twilio, { intelligenceConfigurationIds: [third, first] });
  configure({ "tac-handoff:agentDomain": "other.example.com" });
  await stack.run(["up", "--yes", "--skip-preview", "--refresh"]);
  const other = { url: "https://other.example.com/webhook", method: "POST" };
  expect(await readLists(twilio)).toEqual({
    statusCallbacks: [crm, other],
    intelligenceConfigurationIds: [third, first, summary],
  });

  const { output: said } = await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(said).not.toMatch(/hunter2|s3cret/);
  expect(await readLists(twilio)).toEqual({
    statusCallbacks: [crm],
    intelligenceConfigurationIds: [third, first],
  });
});

test("tac-handoff:adopt.lists replace makes the stack's lists the whole lists, until destroy restores them", async () => {
  const { twilio, stack, configure } = await deployment();
  const first = await createIntelligence(twilio, "first");
  const before = { statusCallbacks: [team], intelligenceConfigurationIds: [first] };
  await patchLists(twilio, before);
  configure({
    "tac-handoff:adopt": {
      orchestratorConfiguration: seed.orchestratorConfigurationId,
      memoryStore: seed.memoryStoreId,
      lists: "replace",
    },
  });

  const { output } = await stack.run(["preview"]);
  expect(output).toContain(`statusCallbacks: + ${ours.url}, - ${team.url}`);
  await stack.run(["up", "--yes", "--skip-preview"]);
  const { intelligenceConfigurationId: summary } = await stack.outputs();
  expect(await readLists(twilio)).toEqual({
    statusCallbacks: [ours],
    intelligenceConfigurationIds: [summary],
  });

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(await readLists(twilio)).toEqual(before);
});

test("a configuration without room for the stack's Intelligence configuration is refused at preview", async () => {
  const { twilio, stack } = await deployment();
  const five = [];
  for (const name of ["a", "b", "c", "d", "e"]) five.push(await createIntelligence(twilio, name));
  await patchLists(twilio, { intelligenceConfigurationIds: five });

  const { exitCode, output } = await stack.run(["preview"], { reject: false });

  expect(exitCode).not.toBe(0);
  expect(output.replaceAll(/\s+/g, " ")).toContain(
    `intelligenceConfigurationIds: ${seed.orchestratorConfigurationId} has 5 (${five.join(", ")}), with (known after up) it would have 6, and Twilio allows 5. Remove one that is not needed any more`,
  );
});

test("capture rules for the team's other numbers stay, and those for the agent's come back with destroy", async () => {
  const { twilio, stack, configure } = await deployment();
  const row = twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  const others = [
    { from: "*", to: "+15559990000", metadata: {} },
    { from: "+15559990000", to: "*", metadata: {} },
  ];
  const settings = row?.channelSettings?.SMS;
  if (!settings) throw new Error("the seed has changed");
  settings.captureRules = [...(settings.captureRules ?? []), ...others];
  const before = structuredClone(settings.captureRules);
  const rules = async () => {
    const { body } = await ask(twilio, `GET ${configurations}/${seed.orchestratorConfigurationId}`);
    return body.channelSettings.SMS.captureRules;
  };
  const sorted = (all: { from: string; to: string; metadata?: object }[]) =>
    all.map(({ from, to, metadata = {} }) => JSON.stringify([from, to, metadata])).toSorted();

  await stack.run(["up", "--yes", "--skip-preview"]);
  expect(sorted(await rules())).toEqual(sorted(others));
  expect(await plannedSteps(stack)).toEqual([]);

  // One more of the team's changes nothing either; the agent's own would double its messages.
  const added = { from: "*", to: "+15559990001", metadata: {} };
  const live =
    twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId]?.channelSettings?.SMS;
  live?.captureRules?.push(added, { from: "*", to: seed.phoneNumber, metadata: {} });
  await stack.run(["up", "--yes", "--skip-preview", "--refresh"]);
  expect(sorted(await rules())).toEqual(sorted([...others, added]));

  configure({
    "tac-handoff:adopt": {
      orchestratorConfiguration: seed.orchestratorConfigurationId,
      memoryStore: seed.memoryStoreId,
      lists: "replace",
    },
  });
  await stack.run(["up", "--yes", "--skip-preview"]);
  expect(await rules()).toEqual([]);

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(sorted(await rules())).toEqual(sorted(before));
});
