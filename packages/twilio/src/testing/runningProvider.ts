// For tests only: the provider's gRPC server with a client, over a local Twilio of its own in each test.

import { type CallOptions, credentials as grpc, Metadata, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { type EmulatorOptions, seed } from "@tac-handoff/emulator";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach } from "vitest";
import { catalogue } from "../catalogue.ts";
import type { LogMessage } from "../provider/engineLog.ts";
import { createProvider } from "../provider/provider.ts";
import { serve } from "../provider/serve.ts";
import type { FlowDefinitions } from "../resources/studio/flowDefinition.ts";
import { type LocalTwilio, startLocalTwilio } from "./localTwilio.ts";

type Values = Record<string, unknown>;
type Client = InstanceType<typeof services.ResourceProviderClient>;

export const studio: FlowDefinitions = { checkFlow, fromCanonical, toCanonical };

export const urnOf = (token: string) => `urn:pulumi:dev::project::my:component:HandOff$twilio:${token}::name`;
export const number = urnOf("numbers:PhoneNumber");
export const orchestrator = urnOf("orchestrator:Configuration");
export const agentUrl = "https://agent.example.com/twiml";
export const wired = { phoneNumber: seed.phoneNumber, voiceUrl: agentUrl };

export const struct = (values: Values) => structs.Struct.fromJavaScript(values as never);
export const values = (from: structs.Struct | undefined) => from?.toJavaScript() as Values;
export const failures = (response: { getFailuresList(): InstanceType<typeof messages.CheckFailure>[] }) =>
  response.getFailuresList().map((failure) => failure.getReason());

interface StartOptions {
  environment?: Record<string, string>;
  log?: LogMessage;
  definitions?: FlowDefinitions;
}

/**
 * Starts a provider and a local Twilio before each test of the calling file, and ends both after it.
 *
 * @returns what the tests use; `twilio` and `client` are new in each test
 */
export function runningProvider() {
  let twilio: LocalTwilio;
  let server: Awaited<ReturnType<typeof serve>>;
  let client: Client;
  const config: Values = {
    accountSid: seed.accountSid,
    apiKey: seed.apiKeySid,
    apiSecret: seed.apiKeySecret,
  };
  const provider = {
    get twilio() {
      return twilio;
    },
    get client() {
      return client;
    },
    /** Configuration with the credentials of the local account. */
    config,

    async start({ environment = {}, log, definitions = studio }: StartOptions = {}) {
      const options = { ...catalogue(definitions), ...(log && { log }) };
      server = await serve(createProvider({ ...options, version: "1.2.3", environment }));
      client = new services.ResourceProviderClient(`127.0.0.1:${server.port}`, grpc.createInsecure());
    },

    stop() {
      client.close();
      server.close();
    },

    async useTwilio(options: EmulatorOptions = {}) {
      twilio = await startLocalTwilio(options);
      config.endpoint = twilio.url;
    },

    checkConfig: (news: Values) =>
      provider.call(client.checkConfig, new messages.CheckRequest().setNews(struct(news))),
    configure: (args: Values = config) =>
      provider.call(client.configure, new messages.ConfigureRequest().setArgs(struct(args))),
    check: (urn: string, news: Values) =>
      provider.call(client.check, new messages.CheckRequest().setUrn(urn).setNews(struct(news))),
    create: (urn: string, properties: Values, { preview = false } = {}) =>
      provider.call(
        client.create,
        new messages.CreateRequest().setUrn(urn).setProperties(struct(properties)).setPreview(preview),
      ),
    diff: (urn: string, id: string, olds: Values, news: Values) =>
      provider.call(
        client.diff,
        new messages.DiffRequest().setUrn(urn).setId(id).setOldInputs(struct(olds)).setNews(struct(news)),
      ),
    invoke: (token: string, args: Values) =>
      provider.call(client.invoke, new messages.InvokeRequest().setTok(token).setArgs(struct(args))),

    /** Calls one method and resolves with its response, or rejects with the error's text as the engine shows it. */
    call<Request, Response>(
      method: (
        request: Request,
        metadata: Metadata,
        options: Partial<CallOptions>,
        respond: (error: ServiceError | null, response: Response) => void,
      ) => unknown,
      request: Request,
    ): Promise<Response> {
      return new Promise((resolve, reject) => {
        method.call(client, request, new Metadata(), {}, (error, response) =>
          error ? reject(new Error(error.details)) : resolve(response),
        );
      });
    },
  };

  beforeEach(async () => {
    await provider.useTwilio();
    await provider.start();
  });
  afterEach(async () => {
    provider.stop();
    await twilio.close();
  });
  return provider;
}
