import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { seed } from "@tac-handoff/emulator";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, test } from "vitest";
import { failures, number, runningProvider, struct, values, wired } from "../testing/runningProvider.ts";
import { unknownValue } from "../values/unknown.ts";

type Values = Record<string, unknown>;

const provider = runningProvider();

test("the plugin returns its version and its schema without credentials", async () => {
  const info = await provider.call(provider.client.getPluginInfo, new empty.Empty());
  const schema = await provider.call(provider.client.getSchema, new messages.GetSchemaRequest());
  expect(info.getVersion()).toBe("1.2.3");
  expect(JSON.parse(schema.getSchema())).toMatchObject({ name: "twilio", version: "1.2.3" });
  expect(Object.keys(JSON.parse(schema.getSchema()).resources)).toHaveLength(9);
});

test("all problems of the configuration are reported at once, without showing a credential", async () => {
  const news = { accountSid: "AC1", apiSecret: "hunter2", endpoint: "https://example.com", version: "1.2.3" };
  const response = await provider.checkConfig(news);
  expect(failures(response)).toEqual([
    'twilio:accountSid: expected AC and 32 hexadecimal digits, found "AC1"',
    'twilio:endpoint: expected an address of this machine, for instance http://127.0.0.1:4010, found "https://example.com"',
    "twilio:apiSecret: apiKey and apiSecret go together: set both or neither",
    "twilio:apiKey: expected apiKey with apiSecret, or authToken",
  ]);
});

test("a valid configuration is returned unchanged, also with a credential that is unknown or in the environment", async () => {
  for (const news of [provider.config, { ...provider.config, apiSecret: unknownValue }]) {
    const response = await provider.checkConfig(news);
    expect([failures(response), values(response.getInputs())]).toEqual([[], news]);
  }
  provider.stop();
  await provider.start({ environment: { TWILIO_AUTH_TOKEN: seed.authToken } });
  const response = await provider.checkConfig({ accountSid: seed.accountSid });
  expect([failures(response), values(response.getInputs())]).toEqual([[], { accountSid: seed.accountSid }]);
});

test("a different account replaces everything, a different secret nothing", async () => {
  const diffConfig = (olds: Values, news: Values) =>
    provider.call(
      provider.client.diffConfig,
      new messages.DiffRequest().setOldInputs(struct(olds)).setNews(struct(news)),
    );
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;

  const other = await diffConfig(provider.config, {
    ...provider.config,
    accountSid: `AC${"2".padStart(32, "0")}`,
  });
  expect([other.getChanges(), other.getReplacesList()]).toEqual([DIFF_SOME, ["accountSid"]]);
  const rotated = await diffConfig(provider.config, { ...provider.config, apiSecret: "new" });
  expect([rotated.getChanges(), rotated.getReplacesList()]).toEqual([DIFF_SOME, []]);
  expect((await diffConfig(provider.config, provider.config)).getChanges()).toBe(DIFF_NONE);
});

test("configure announces that previews are supported and that secrets are accepted in plain text", async () => {
  const response = await provider.configure();
  expect([response.getSupportspreview(), response.getAcceptsecrets()]).toEqual([true, false]);
});

test("without credentials, the error names the keys to set", async () => {
  await provider.configure({ accountSid: unknownValue, authToken: unknownValue });
  await expect(provider.create(number, wired)).rejects.toThrow(
    new Error(
      "The provider has no credentials: set twilio:accountSid and twilio:apiKey or twilio:authToken.",
    ),
  );
});

test("an account from the environment is stored, so that a different one is seen as a change", async () => {
  provider.stop();
  await provider.start({
    environment: { TWILIO_ACCOUNT_SID: seed.accountSid, TWILIO_AUTH_TOKEN: seed.authToken },
  });

  expect(values((await provider.checkConfig({})).getInputs())).toEqual({ accountSid: seed.accountSid });
});
