import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { seed } from "@tac-handoff/emulator";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, test } from "vitest";
import {
  agentUrl,
  number,
  orchestrator,
  runningProvider,
  struct,
  urnOf,
  values,
  wired,
} from "../testing/runningProvider.ts";
import { markSecret } from "../values/unknown.ts";

const provider = runningProvider();

test("an object is previewed, created, refreshed, updated and deleted", async () => {
  await provider.configure();

  const preview = await provider.create(number, wired, { preview: true });
  expect(provider.twilio.writes()).toEqual([]);
  const made = await provider.create(number, wired);
  const previous = markSecret(JSON.stringify({ phoneNumber: seed.phoneNumber, voiceUrl: seed.oldVoiceUrl }));
  const known = { ...wired, sid: seed.phoneNumberSid, adopted: true };
  expect([made.getId(), values(made.getProperties())]).toEqual([seed.phoneNumberSid, { ...known, previous }]);
  expect([preview.getId(), values(preview.getProperties())]).toEqual([seed.phoneNumberSid, known]);

  const row = provider.twilio.state.phoneNumbers[seed.phoneNumberSid];
  if (row) row.voice_url = "https://elsewhere.example.com/";
  const refreshed = await provider.call(
    provider.client.read,
    new messages.ReadRequest()
      .setUrn(number)
      .setId(made.getId())
      .setInputs(struct(wired))
      .setProperties(made.getProperties()),
  );
  expect(refreshed.getId()).toBe(seed.phoneNumberSid);
  expect(values(refreshed.getInputs())).toEqual({ ...wired, voiceUrl: "https://elsewhere.example.com/" });
  expect(values(refreshed.getProperties())).toMatchObject({ adopted: true, previous });

  const news = { ...wired, voiceUrl: "https://agent.example.com/new" };
  const updateRequest = (isPreview: boolean) =>
    new messages.UpdateRequest()
      .setUrn(number)
      .setId(made.getId())
      .setOldInputs(struct(wired))
      .setOlds(made.getProperties())
      .setNews(struct(news))
      .setPreview(isPreview);
  const sent = provider.twilio.writes().length;
  const foreseen = await provider.call(provider.client.update, updateRequest(true));
  expect(provider.twilio.writes()).toHaveLength(sent);
  const updated = await provider.call(provider.client.update, updateRequest(false));
  expect(values(foreseen.getProperties())).toEqual({ ...known, ...news });
  expect(values(updated.getProperties())).toEqual({ ...known, ...news, previous });
  expect(row?.voice_url).toBe("https://agent.example.com/new");

  provider.stop(); // a later run is another process
  await provider.start();
  await provider.configure();
  const request = new messages.DeleteRequest()
    .setUrn(number)
    .setId(made.getId())
    .setOldInputs(struct(news))
    .setProperties(updated.getProperties());
  await provider.call(provider.client.delete, request);
  expect(row?.voice_url).toBe(seed.oldVoiceUrl);
});

test("a renamed resource does not undo the adoption by its successor", async () => {
  await provider.configure();
  const successor = number.replace(/::[^:]+$/, "::renamed");
  const made = await provider.create(successor, wired);

  await provider.call(
    provider.client.delete,
    new messages.DeleteRequest()
      .setUrn(number)
      .setId(made.getId())
      .setOldInputs(struct(wired))
      .setProperties(made.getProperties()),
  );

  expect(provider.twilio.state.phoneNumbers[seed.phoneNumberSid]?.voice_url).toBe(agentUrl);
});

test("two resources that manage one object are rejected in preview", async () => {
  await provider.configure();
  const other = number.replace(/::[^:]+$/, "::other");
  const held = `${seed.phoneNumberSid} is already managed by another resource of this program: "name".`;

  await provider.create(number, wired, { preview: true });
  await expect(provider.create(other, wired, { preview: true })).rejects.toThrow(held);
});

test("an output that is missing in an older state is omitted in a preview", async () => {
  await provider.configure();
  const request = new messages.UpdateRequest()
    .setUrn(number)
    .setId(seed.phoneNumberSid)
    .setOldInputs(struct(wired))
    .setOlds(struct({ ...wired, adopted: true }))
    .setNews(struct(wired))
    .setPreview(true);
  const response = await provider.call(provider.client.update, request);
  expect(values(response.getProperties())).toEqual({ ...wired, adopted: true });
});

test("an import reads all inputs, and an object that does not exist reads as empty", async () => {
  await provider.configure();
  const read = (id: string) =>
    provider.call(
      provider.client.read,
      new messages.ReadRequest().setUrn(urnOf("conversations:Service")).setId(id),
    );

  const imported = await read(seed.flexServiceSid);
  expect(values(imported.getInputs())).toEqual({ friendlyName: "Flex Chat Service" });
  expect(imported.getId()).toBe(seed.flexServiceSid);

  const gone = await read(`IS${"f".repeat(32)}`);
  expect([gone.getId(), gone.getProperties()]).toEqual(["", undefined]);
});

test("an error response of Twilio is sent to the engine as one message", async () => {
  await provider.configure({ ...provider.config, apiSecret: "wrong" });
  await expect(provider.create(number, wired)).rejects.toThrow(
    new Error(
      `GET api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers.json answered 401 (20003): Authenticate. Check twilio:accountSid and the API key or auth token; a new product may also want its terms accepted in the Console.`,
    ),
  );
});

test("several problems are sent to the engine, one per line", async () => {
  await provider.configure();
  // Twilio's documents allow no such name; how text reaches the engine must not depend on them.
  provider.twilio.settings.unknownField = true;
  const missing = `mem_store_${"7".repeat(26)}`;
  provider.twilio.state.orchestratorConfigurations[seed.otherConfigurationId] = {
    ...structuredClone(Object.values(provider.twilio.state.orchestratorConfigurations)[0]),
    id: seed.otherConfigurationId,
    displayName: "größer",
    conversationsV1Bridge: { serviceId: seed.flexServiceSid },
  } as never;
  const inputs = {
    displayName: "hand-off",
    conversationGroupingType: "GROUP_BY_PROFILE",
    memoryStoreId: missing,
    conversationsV1Bridge: { serviceId: seed.flexServiceSid },
  };
  await expect(provider.create(orchestrator, inputs, { preview: true })).rejects.toThrow(
    new Error(
      [
        `conversationsV1Bridge.serviceId: Classic service ${seed.flexServiceSid} is already bridged by configuration ${seed.otherConfigurationId} ("größer"), and only one can bridge it. Adopt that configuration, remove its bridge, or bridge another service.`,
        `memoryStoreId: account ${seed.accountSid} has no memory store ${missing}`,
      ].join("\n"),
    ),
  );
});

test("cancel ends an operation that is waiting for Twilio", async () => {
  await provider.twilio.close();
  await provider.useTwilio({ operationDelayMs: 600_000 });
  await provider.configure();

  const inputs = { adopt: seed.orchestratorConfigurationId, description: "new" };
  const waiting = expect(provider.create(orchestrator, inputs)).rejects.toThrow(
    new Error("The operation was cancelled."),
  );
  await expect
    .poll(() => provider.twilio.requests().some(({ path }) => path.includes("/Operations/")), { interval: 1 })
    .toBe(true);
  await provider.call(provider.client.cancel, new empty.Empty());

  await waiting;
});
