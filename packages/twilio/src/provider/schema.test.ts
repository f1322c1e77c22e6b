import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { buildSchema } from "./schema.ts";

const { resources, functions } = catalogue({ checkFlow, fromCanonical, toCanonical });

interface Property {
  type?: string;
  description?: string;
  secret?: true;
  willReplaceOnChanges?: true;
}
type Properties = Record<string, Property>;

/** The part of the schema that these tests read. */
interface Schema {
  name: string;
  version: string;
  config: { variables: Properties };
  provider: { inputProperties: Properties };
  resources: Record<
    string,
    {
      description: string;
      inputProperties: Properties;
      requiredInputs: string[];
      properties: Properties;
      required: string[];
    }
  >;
  functions: Record<string, { description: string; inputs: object; outputs: object }>;
  types: Record<string, { type: string; properties: Properties; required: string[] }>;
}

const schema: Schema = JSON.parse(JSON.stringify(buildSchema({ resources, functions, version: "1.2.3" })));

test("every resource and every function is in the schema, with a description", () => {
  expect(Object.keys(schema.resources).toSorted()).toEqual([
    "twilio:conversations:AddressConfiguration",
    "twilio:conversations:Service",
    "twilio:intelligence:Configuration",
    "twilio:memory:Store",
    "twilio:numbers:PhoneNumber",
    "twilio:orchestrator:Configuration",
    "twilio:studio:Flow",
    "twilio:taskrouter:TaskQueue",
    "twilio:taskrouter:Workflow",
  ]);
  expect(Object.keys(schema.functions).toSorted()).toEqual([
    "twilio:flex:getConfiguration",
    "twilio:orchestrator:getConfiguration",
    "twilio:taskrouter:getTaskChannel",
    "twilio:taskrouter:getTaskQueues",
    "twilio:taskrouter:getWorkflow",
    "twilio:taskrouter:getWorkflows",
  ]);
  for (const { description } of [...Object.values(schema.resources), ...Object.values(schema.functions)]) {
    expect(description).toMatch(/^[A-Z].*\.$/);
  }
  expect([schema.name, schema.version]).toEqual(["twilio", "1.2.3"]);
});

test("the inputs that a program must set are required, the others are not", () => {
  const required = Object.entries(schema.resources).map(([token, { requiredInputs }]) => [
    token,
    requiredInputs,
  ]);
  expect(Object.fromEntries(required)).toEqual({
    "twilio:conversations:AddressConfiguration": ["type", "address"],
    "twilio:conversations:Service": [],
    "twilio:intelligence:Configuration": [],
    "twilio:memory:Store": [],
    "twilio:numbers:PhoneNumber": ["phoneNumber"],
    "twilio:orchestrator:Configuration": [],
    "twilio:studio:Flow": [],
    "twilio:taskrouter:TaskQueue": [],
    "twilio:taskrouter:Workflow": [],
  });
});

test("the properties of a resource are its inputs, its outputs and how it was acquired", () => {
  const { properties = {}, required } = schema.resources["twilio:studio:Flow"] ?? {};
  expect(Object.keys(properties)).toEqual([
    "friendlyName",
    "status",
    "definition",
    "adopt",
    "sid",
    "webhookUrl",
    "revision",
    "adopted",
    "previous",
  ]);
  expect(required).toEqual(["sid", "webhookUrl", "revision", "adopted"]);
  expect(properties.revision?.type).toBe("integer");
  expect(properties.adopted?.type).toBe("boolean");
});

test("a flow's definition is an object or a string", () => {
  expect(schema.resources["twilio:studio:Flow"]?.inputProperties.definition).toMatchObject({
    oneOf: [{ type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } }, { type: "string" }],
  });
});

test("objects inside inputs are types named after their path", () => {
  expect(
    schema.resources["twilio:orchestrator:Configuration"]?.inputProperties.channelSettings,
  ).toMatchObject({ $ref: "#/types/twilio:orchestrator:ConfigurationChannelSettings" });
  expect(schema.types["twilio:orchestrator:ConfigurationChannelSettingsSMS"]?.properties).toMatchObject({
    statusTimeouts: {
      oneOf: [
        { type: "string" },
        { $ref: "#/types/twilio:orchestrator:ConfigurationChannelSettingsSMSStatusTimeouts" },
      ],
    },
    captureRules: {
      type: "array",
      items: { $ref: "#/types/twilio:orchestrator:ConfigurationChannelSettingsSMSCaptureRulesItem" },
    },
  });
  const timeouts = "twilio:orchestrator:ConfigurationChannelSettingsSMSStatusTimeouts";
  expect(schema.types[timeouts]).toMatchObject({
    type: "object",
    properties: { inactive: { type: "integer" }, closed: { type: "integer" } },
    required: ["closed"],
  });
});

test("every $ref leads to a type of the schema", () => {
  const refs = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref]) => ref);
  const own = refs.filter((ref) => ref !== "pulumi.json#/Any");
  expect(own.length).toBeGreaterThan(0);
  const known = Object.keys(schema.types).map((token) => `#/types/${token}`);
  expect(own.filter((ref) => !known.includes(ref ?? ""))).toEqual([]);
});

test("credentials and previous values are secret, and nothing else is", () => {
  const secretsOf = (properties: Record<string, { secret?: true }>) =>
    Object.keys(properties).filter((key) => properties[key]?.secret);
  expect(secretsOf(schema.config.variables)).toEqual(["apiSecret", "authToken"]);
  expect(secretsOf(schema.provider.inputProperties)).toEqual(["apiSecret", "authToken"]);
  for (const { properties, inputProperties } of Object.values(schema.resources)) {
    expect([secretsOf(inputProperties), secretsOf(properties)]).toEqual([[], ["previous"]]);
  }
});

test("inputs that replace are marked, all of them where Twilio has no update", () => {
  const replacing = (token: string) =>
    Object.entries(schema.resources[token]?.inputProperties ?? {}).flatMap(([key, property]) =>
      property.willReplaceOnChanges ? [key] : [],
    );
  expect(replacing("twilio:conversations:AddressConfiguration")).toEqual([
    "type",
    "address",
    "addressCountry",
  ]);
  expect(replacing("twilio:conversations:Service")).toEqual(["friendlyName", "adopt"]);
  expect(replacing("twilio:intelligence:Configuration")).toEqual([
    "displayName",
    "description",
    "rules",
    "adopt",
  ]);
});

test("every input is described", () => {
  const undescribed = Object.entries(schema.resources).flatMap(([token, { inputProperties }]) =>
    Object.entries(inputProperties).flatMap(([key, { description }]) =>
      description ? [] : [`${token} ${key}`],
    ),
  );
  expect(undescribed).toEqual([]);
});

test("a function has its arguments and its result", () => {
  expect(schema.functions["twilio:taskrouter:getWorkflow"]).toMatchObject({
    inputs: {
      properties: { workspaceSid: { type: "string" }, friendlyName: { type: "string" } },
      required: ["workspaceSid", "friendlyName"],
    },
    outputs: { properties: { sid: { type: "string" } }, required: ["sid"] },
  });
});
