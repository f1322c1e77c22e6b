import { type CallOptions, credentials as grpc, Metadata, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { seed } from "@tac-handoff/emulator";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import type { FlowDefinitions, FlowProblem } from "../resources/studio/flowDefinition.ts";
import { type LocalTwilio, startLocalTwilio } from "../testing/localTwilio.ts";
import { secret, unknown } from "../values/unknown.ts";
import type { Tell } from "./engineLog.ts";
import { createProvider } from "./provider.ts";
import { serve } from "./serve.ts";

type Values = Record<string, unknown>;

const studio = { checkFlow, fromCanonical, toCanonical };

const urnOf = (token: string) => `urn:pulumi:dev::project::my:component:HandOff$twilio:${token}::name`;
const number = urnOf("numbers:PhoneNumber");
const orchestrator = urnOf("orchestrator:Configuration");
const agentUrl = "https://agent.example.com/twiml";
const wired = { phoneNumber: seed.phoneNumber, voiceUrl: agentUrl };

let twilio: LocalTwilio;
let server: Awaited<ReturnType<typeof serve>>;
let client: InstanceType<typeof services.ResourceProviderClient>;
let config: Values;

interface Started {
  environment?: Record<string, string>;
  tell?: Tell;
  definitions?: FlowDefinitions;
}

async function start({ environment = {}, tell, definitions = studio }: Started = {}) {
  const offered = { ...catalogue(definitions), ...(tell && { tell }) };
  server = await serve(createProvider({ ...offered, version: "1.2.3", environment }));
  client = new services.ResourceProviderClient(`127.0.0.1:${server.port}`, grpc.createInsecure());
}

function stop() {
  client.close();
  server.close();
}

beforeEach(async () => {
  twilio = await startLocalTwilio();
  config = {
    accountSid: seed.accountSid,
    apiKey: seed.apiKeySid,
    apiSecret: seed.apiKeySecret,
    endpoint: twilio.url,
  };
  await start();
});
afterEach(async () => {
  stop();
  await twilio.close();
});

/** Calls one method and resolves with its response, or rejects with the error's text as the engine shows it. */
function call<Request, Response>(
  method: (
    request: Request,
    metadata: Metadata,
    options: Partial<CallOptions>,
    answer: (error: ServiceError | null, response: Response) => void,
  ) => unknown,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method.call(client, request, new Metadata(), {}, (error, response) =>
      error ? reject(new Error(error.details)) : resolve(response),
    );
  });
}

const struct = (values: Values) => structs.Struct.fromJavaScript(values as never);
const values = (from: structs.Struct | undefined) => from?.toJavaScript() as Values;

const checkConfig = (news: Values) =>
  call(client.checkConfig, new messages.CheckRequest().setNews(struct(news)));
const configure = (args: Values = config) =>
  call(client.configure, new messages.ConfigureRequest().setArgs(struct(args)));
const check = (urn: string, news: Values) =>
  call(client.check, new messages.CheckRequest().setUrn(urn).setNews(struct(news)));
const create = (urn: string, properties: Values, { preview = false } = {}) =>
  call(
    client.create,
    new messages.CreateRequest().setUrn(urn).setProperties(struct(properties)).setPreview(preview),
  );
const diff = (urn: string, id: string, olds: Values, news: Values) =>
  call(
    client.diff,
    new messages.DiffRequest().setUrn(urn).setId(id).setOldInputs(struct(olds)).setNews(struct(news)),
  );
const invoke = (token: string, args: Values) =>
  call(client.invoke, new messages.InvokeRequest().setTok(token).setArgs(struct(args)));
const failures = (response: { getFailuresList(): InstanceType<typeof messages.CheckFailure>[] }) =>
  response.getFailuresList().map((failure) => failure.getReason());

test("the plugin tells its version and its schema without credentials", async () => {
  const info = await call(client.getPluginInfo, new empty.Empty());
  const schema = await call(client.getSchema, new messages.GetSchemaRequest());
  expect(info.getVersion()).toBe("1.2.3");
  expect(JSON.parse(schema.getSchema())).toMatchObject({ name: "twilio", version: "1.2.3" });
  expect(Object.keys(JSON.parse(schema.getSchema()).resources)).toHaveLength(7);
});

test("every problem of the configuration is told at once, without a credential", async () => {
  const news = { accountSid: "AC1", apiSecret: "hunter2", endpoint: "https://example.com", version: "1.2.3" };
  const response = await checkConfig(news);
  expect(failures(response)).toEqual([
    'twilio:accountSid: expected AC and 32 hexadecimal digits, found "AC1"',
    'twilio:endpoint: expected an address of this machine, for instance http://127.0.0.1:4010, found "https://example.com"',
    "twilio:apiSecret: apiKey and apiSecret go together: set both or neither",
    "twilio:apiKey: expected apiKey with apiSecret, or authToken",
  ]);
});

test("a configuration in order comes back as it was given, also with a credential unknown or in the environment", async () => {
  for (const news of [config, { ...config, apiSecret: unknown }]) {
    const response = await checkConfig(news);
    expect([failures(response), values(response.getInputs())]).toEqual([[], news]);
  }
  stop();
  await start({ environment: { TWILIO_AUTH_TOKEN: seed.authToken } });
  const response = await checkConfig({ accountSid: seed.accountSid });
  expect([failures(response), values(response.getInputs())]).toEqual([[], { accountSid: seed.accountSid }]);
});

test("another account replaces everything, another secret nothing", async () => {
  const diffConfig = (olds: Values, news: Values) =>
    call(client.diffConfig, new messages.DiffRequest().setOldInputs(struct(olds)).setNews(struct(news)));
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;

  const other = await diffConfig(config, { ...config, accountSid: `AC${"2".padStart(32, "0")}` });
  expect([other.getChanges(), other.getReplacesList()]).toEqual([DIFF_SOME, ["accountSid"]]);
  const rotated = await diffConfig(config, { ...config, apiSecret: "new" });
  expect([rotated.getChanges(), rotated.getReplacesList()]).toEqual([DIFF_SOME, []]);
  expect((await diffConfig(config, config)).getChanges()).toBe(DIFF_NONE);
});

test("configure says that previews are supported and secrets are to arrive plain", async () => {
  const response = await configure();
  expect([response.getSupportspreview(), response.getAcceptsecrets()]).toEqual([true, false]);
});

test("without credentials a resource says which to set", async () => {
  await configure({ accountSid: unknown, authToken: unknown });
  await expect(create(number, wired)).rejects.toThrow(
    new Error(
      "The provider has no credentials: set twilio:accountSid and twilio:apiKey or twilio:authToken.",
    ),
  );
});

test("check tells every problem with its property path, and gives the inputs back", async () => {
  const news = {
    displayName: "has blank",
    statusCallbacks: [{ url: "https://agent.example.com" }, { url: "nowhere", verb: "GET" }],
    channelSettings: { SMS: { captureRules: [{ from: "*" }] }, "a b": {} },
  };
  const response = await check(orchestrator, news);
  expect(failures(response)).toEqual([
    'displayName: expected 1 to 32 letters, digits, _ and -, found "has blank"',
    "channelSettings.SMS.captureRules[0].to: is missing",
    'channelSettings: Unrecognized key: "a b"',
    'statusCallbacks[1].url: Invalid URL, found "nowhere"',
    'statusCallbacks[1]: Unrecognized key: "verb"',
    "conversationGroupingType: is missing: a new object needs it (one that exists is taken over with adopt)",
    "memoryStoreId: is missing: a new object needs it (one that exists is taken over with adopt)",
  ]);
  expect(values(response.getInputs())).toEqual(news);
});

test("check lets values pass that preview does not know yet, and brings the rest into canonical form", async () => {
  const news = {
    displayName: "hand-off",
    conversationGroupingType: "GROUP_BY_PROFILE",
    memoryStoreId: unknown,
    statusCallbacks: [{ url: unknown }],
    channelSettings: { SMS: unknown },
  };
  const response = await check(orchestrator, news);
  expect(failures(response)).toEqual([]);
  expect(values(response.getInputs())).toEqual({
    ...news,
    statusCallbacks: [{ url: unknown, method: "POST" }],
  });
});

test("a secret input arrives plain", async () => {
  const response = await check(number, { phoneNumber: seed.phoneNumber, voiceUrl: secret(agentUrl) });
  expect([failures(response), values(response.getInputs())]).toEqual([[], wired]);

  await configure({ ...config, apiSecret: secret(seed.apiKeySecret) });
  await create(number, { ...wired, voiceUrl: secret(agentUrl) });
  expect(twilio.writes().at(-1)?.form).toEqual({ VoiceUrl: agentUrl });
});

test("a resource the provider does not have is named, with those it has", async () => {
  await expect(check(urnOf("numbers:Fax"), {})).rejects.toThrow(
    new Error(
      "twilio has no resource twilio:numbers:Fax. It has twilio:conversations:AddressConfiguration, twilio:conversations:Service, twilio:intelligence:Configuration, twilio:memory:Store, twilio:numbers:PhoneNumber, twilio:orchestrator:Configuration, twilio:studio:Flow.",
    ),
  );
});

test("warnings are told in one entry of the log, at most ten, and check then finds nothing", async () => {
  stop();
  const heard: unknown[] = [];
  const warnings = Array.from({ length: 12 }, (_, index) => ({
    severity: "warning" as const,
    path: "states[0]",
    message: `warning ${index + 1}`,
  }));
  let problems: FlowProblem[] = warnings;
  await start({
    tell: async (...said) => void heard.push(said),
    definitions: { ...studio, checkFlow: () => problems },
  });
  const inputs = { friendlyName: "x", definition: { initial_state: "a", states: [{ name: "a" }] } };

  const response = await check(urnOf("studio:Flow"), inputs);

  const lines = warnings.slice(0, 10).map(({ message }) => `definition.states.a: ${message}`);
  expect(heard).toEqual([[urnOf("studio:Flow"), [...lines, "and 2 more"].join("\n"), "warning"]]);
  expect(failures(response)).toEqual([]);

  problems = [...warnings, { severity: "error", path: "initial_state", message: "is wrong" }];
  expect(failures(await check(urnOf("studio:Flow"), inputs))).toEqual(["definition.initial_state: is wrong"]);
  expect(heard).toHaveLength(1);
});

test("diff tells each changed leaf and what it does", async () => {
  const { Kind } = messages.PropertyDiff;
  const response = await diff(
    number,
    seed.phoneNumberSid,
    { phoneNumber: "+15551230100", voiceUrl: "https://a.example.com", smsUrl: "" },
    { phoneNumber: "+15551230101", voiceUrl: "https://b.example.com", voiceMethod: "POST" },
  );
  const detailed = Object.fromEntries(
    [...response.getDetaileddiffMap().entries()].map(([path, found]) => [path, found.getKind()]),
  );
  expect(detailed).toEqual({
    phoneNumber: Kind.UPDATE_REPLACE,
    voiceUrl: Kind.UPDATE,
    smsUrl: Kind.DELETE,
    voiceMethod: Kind.ADD,
  });
  expect(response.getHasdetaileddiff()).toBe(true);
  expect(response.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_SOME);
  expect(response.getDiffsList().toSorted()).toEqual(["phoneNumber", "smsUrl", "voiceMethod", "voiceUrl"]);
  expect(response.getReplacesList()).toEqual(["phoneNumber"]);
  expect(response.getDeletebeforereplace()).toBe(false);
});

test("diff names a leaf inside maps and lists as Pulumi does", async () => {
  const rules = (to: string) => ({ channelSettings: { SMS: { captureRules: [{ from: "*", to }] } } });
  const response = await diff(orchestrator, "id", rules("+15551230100"), rules("+15551230101"));
  expect([...response.getDetaileddiffMap().keys()]).toEqual(["channelSettings.SMS.captureRules[0].to"]);
  expect(response.getReplacesList()).toEqual([]);
});

test("equal inputs are no difference", async () => {
  const response = await diff(number, seed.phoneNumberSid, wired, wired);
  expect(response.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
  expect(response.getDetaileddiffMap().getLength()).toBe(0);
});

test("an object lives: preview, create, refresh, update, delete", async () => {
  await configure();

  const preview = await create(number, wired, { preview: true });
  expect(twilio.writes()).toEqual([]);
  const made = await create(number, wired);
  const previous = secret(JSON.stringify({ phoneNumber: seed.phoneNumber, voiceUrl: seed.oldVoiceUrl }));
  const known = { ...wired, sid: seed.phoneNumberSid, adopted: true };
  expect([made.getId(), values(made.getProperties())]).toEqual([seed.phoneNumberSid, { ...known, previous }]);
  expect([preview.getId(), values(preview.getProperties())]).toEqual([seed.phoneNumberSid, known]);

  const row = twilio.state.phoneNumbers[seed.phoneNumberSid];
  if (row) row.voice_url = "https://elsewhere.example.com/";
  const refreshed = await call(
    client.read,
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
  const sent = twilio.writes().length;
  const foreseen = await call(client.update, updateRequest(true));
  expect(twilio.writes()).toHaveLength(sent);
  const updated = await call(client.update, updateRequest(false));
  expect(values(foreseen.getProperties())).toEqual({ ...known, ...news });
  expect(values(updated.getProperties())).toEqual({ ...known, ...news, previous });
  expect(row?.voice_url).toBe("https://agent.example.com/new");

  stop(); // a later run is another process
  await start();
  await configure();
  const request = new messages.DeleteRequest()
    .setUrn(number)
    .setId(made.getId())
    .setOldInputs(struct(news))
    .setProperties(updated.getProperties());
  await call(client.delete, request);
  expect(row?.voice_url).toBe(seed.oldVoiceUrl);
});

test("a renamed resource does not undo what its successor has just taken over", async () => {
  await configure();
  const successor = number.replace(/::[^:]+$/, "::renamed");
  const made = await create(successor, wired);

  await call(
    client.delete,
    new messages.DeleteRequest()
      .setUrn(number)
      .setId(made.getId())
      .setOldInputs(struct(wired))
      .setProperties(made.getProperties()),
  );

  expect(twilio.state.phoneNumbers[seed.phoneNumberSid]?.voice_url).toBe(agentUrl);
});

test("two resources on one object are refused, in preview already", async () => {
  await configure();
  const other = number.replace(/::[^:]+$/, "::other");
  const held = `${seed.phoneNumberSid} is held by another resource of this program: "name".`;

  await create(number, wired, { preview: true });
  await expect(create(other, wired, { preview: true })).rejects.toThrow(held);
});

test("an account that stands in the environment is kept, so that another one is seen as a change", async () => {
  stop();
  await start({ environment: { TWILIO_ACCOUNT_SID: seed.accountSid, TWILIO_AUTH_TOKEN: seed.authToken } });

  expect(values((await checkConfig({})).getInputs())).toEqual({ accountSid: seed.accountSid });
});

test("an output that an older state does not have is left out of a preview", async () => {
  await configure();
  const request = new messages.UpdateRequest()
    .setUrn(number)
    .setId(seed.phoneNumberSid)
    .setOldInputs(struct(wired))
    .setOlds(struct({ ...wired, adopted: true }))
    .setNews(struct(wired))
    .setPreview(true);
  const response = await call(client.update, request);
  expect(values(response.getProperties())).toEqual({ ...wired, adopted: true });
});

test("an import reads all inputs, and what is gone reads as nothing", async () => {
  await configure();
  const read = (id: string) =>
    call(client.read, new messages.ReadRequest().setUrn(urnOf("conversations:Service")).setId(id));

  const imported = await read(seed.flexServiceSid);
  expect(values(imported.getInputs())).toEqual({ friendlyName: "Flex Chat Service" });
  expect(imported.getId()).toBe(seed.flexServiceSid);

  const gone = await read(`IS${"f".repeat(32)}`);
  expect([gone.getId(), gone.getProperties()]).toEqual(["", undefined]);
});

test("a configuration that bridges a service can be replaced: the preview knows that the old one goes", async () => {
  await configure();
  const olds = {
    displayName: "hand-off",
    conversationGroupingType: "GROUP_BY_PROFILE",
    memoryStoreId: seed.memoryStoreId,
    conversationsV1Bridge: { serviceId: seed.flexServiceSid },
  };
  const old = await create(orchestrator, olds);
  const news = { ...olds, conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES" };

  const change = await diff(orchestrator, old.getId(), olds, news);
  expect([change.getReplacesList(), change.getDeletebeforereplace()]).toEqual([
    ["conversationGroupingType"],
    true,
  ]);
  const preview = await create(orchestrator, news, { preview: true });

  expect(values(preview.getProperties())).toEqual({
    ...news,
    configurationId: unknown,
    version: unknown,
    adopted: false,
  });
});

test("Twilio's refusal reaches the engine as one text", async () => {
  await configure({ ...config, apiSecret: "wrong" });
  await expect(create(number, wired)).rejects.toThrow(
    new Error(
      `GET api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers.json answered 401 (20003): Authenticate. Check twilio:accountSid and the API key or auth token; a new product may also want its terms accepted in the Console.`,
    ),
  );
});

test("several problems reach the engine, one a line", async () => {
  await configure();
  const missing = `mem_store_${"7".repeat(26)}`;
  twilio.state.orchestratorConfigurations[seed.otherConfigurationId] = {
    ...structuredClone(Object.values(twilio.state.orchestratorConfigurations)[0]),
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
  await expect(create(orchestrator, inputs, { preview: true })).rejects.toThrow(
    new Error(
      [
        `conversationsV1Bridge.serviceId: Classic service ${seed.flexServiceSid} is already bridged by configuration ${seed.otherConfigurationId} ("größer"), and only one can bridge it. Adopt that configuration, remove its bridge, or bridge another service.`,
        `memoryStoreId: account ${seed.accountSid} has no memory store ${missing}`,
      ].join("\n"),
    ),
  );
});

test("the same look-up is asked of Twilio once, another one again", async () => {
  await configure();
  const { workspaceSid } = seed;
  const look = (uniqueName: string) =>
    invoke("twilio:taskrouter:getTaskChannel", { workspaceSid, uniqueName });

  const [first, second] = await Promise.all([look("voice"), look("voice")]);
  expect(values(first?.getReturn())).toEqual({ sid: seed.taskChannelSids.voice });
  expect(values(second?.getReturn())).toEqual({ sid: seed.taskChannelSids.voice });
  expect(twilio.requests()).toHaveLength(1);

  expect(values((await look("chat")).getReturn())).toEqual({ sid: seed.taskChannelSids.chat });
  expect(twilio.requests()).toHaveLength(2);
});

test("arguments of a look-up are checked, all at once", async () => {
  const response = await invoke("twilio:taskrouter:getWorkflow", { workspaceSid: "WS1" });
  expect(failures(response)).toEqual([
    'workspaceSid: expected WS and 32 hexadecimal digits, found "WS1"',
    "friendlyName: is missing",
  ]);
});

test("a look-up the provider does not have is named", async () => {
  await expect(invoke("twilio:flex:getWorker", {})).rejects.toThrow(
    new Error("twilio has no function twilio:flex:getWorker."),
  );
});

test("cancel ends an update that is waiting for Twilio", async () => {
  await twilio.close();
  twilio = await startLocalTwilio({ operationDelayMs: 600_000 });
  await configure({ ...config, endpoint: twilio.url });

  const inputs = { adopt: seed.orchestratorConfigurationId, description: "new" };
  const waiting = expect(create(orchestrator, inputs)).rejects.toThrow(
    new Error("The operation was cancelled."),
  );
  await expect
    .poll(() => twilio.requests().some(({ path }) => path.includes("/Operations/")), { interval: 1 })
    .toBe(true);
  await call(client.cancel, new empty.Empty());

  await waiting;
});
