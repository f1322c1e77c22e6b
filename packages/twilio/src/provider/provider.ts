// Routes the engine's gRPC calls to the life cycle of a resource (lifecycle.ts).
// Protocol: pulumi/pulumi, proto/pulumi/provider.proto.

import { type ServerUnaryCall, type sendUnaryData, status, type UntypedHandleCall } from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import * as z from "zod";
import { describeMismatch } from "../account/mismatch.ts";
import { type Api, createApi } from "../client/api.ts";
import { credentials, withEnvironment } from "../client/credentials.ts";
import type { ProviderFunction } from "../declare/providerFunction.ts";
import { isError, type Problem, type Resource } from "../declare/resource.ts";
import { hasUnknown } from "../values/unknown.ts";
import { check, findSchemaProblems } from "./check.ts";
import { diff, diffProvider } from "./diff.ts";
import type { LogMessage } from "./engineLog.ts";
import * as lifecycle from "./lifecycle.ts";
import { checkFailure, checkResponse, diffResponse, warningText } from "./responses.ts";
import { buildSchema } from "./schema.ts";
import { fromStruct, toStruct } from "./structs.ts";

type Values = Record<string, unknown>;

export interface ProviderOptions {
  resources: readonly Resource[];
  functions: readonly ProviderFunction[];
  version: string;
  environment?: Record<string, string | undefined>;
  /** Shows warnings and notes. Default: does nothing. */
  log?: LogMessage;
  /** Describes a bug in the provider itself. Default: its stack. */
  describeDefect?: (defect: Error) => string;
}

/** Builds the handlers of one provider process. Nothing is sent to Twilio before `configure`. */
export function createProvider({
  resources,
  functions,
  version,
  environment = process.env,
  log = async () => {},
  describeDefect = ({ message, stack = message }) => stack,
}: ProviderOptions) {
  const unary = unaryWith(describeDefect);
  const cancelled = new AbortController();
  const lookups = new Map<string, Promise<Values>>();
  /** Id of the object that a URN has now, which the engine does not send with the preview of its replacement. */
  const present = new Map<string, string>();
  /** URN of the resource that manages an object in this run, by the object's id: in preview, and after a create. */
  const previewedOwners = new Map<string, string>();
  const owners = new Map<string, string>();
  let configured: Api | undefined;

  /** Two resources that manage one object would overwrite each other. */
  function claim(by: Map<string, string>, id: string, urn: string): void {
    const owner = by.get(id) ?? urn;
    if (owner !== urn)
      throw new Error(`${id} is already managed by another resource of this program: ${quoteName(owner)}.`);
    if (id) by.set(id, urn);
  }

  function api(): Api {
    if (!configured)
      throw new Error(
        "The provider has no credentials: set twilio:accountSid and twilio:apiKey or twilio:authToken.",
      );
    return configured;
  }

  function resourceOf(urn: string): Resource {
    // urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>
    const token = urn.split("::")[2]?.split("$").at(-1);
    const found = resources.find((resource) => resource.token === token);
    if (!found)
      throw new Error(`twilio has no resource ${token}. It has ${resources.map((r) => r.token).join(", ")}.`);
    return found;
  }

  /** Sends one request for all callers that look up the same thing during this operation. */
  function lookUp(definition: ProviderFunction, args: Values): Promise<Values> {
    const key = JSON.stringify([definition.token, args]);
    const found = lookups.get(key) ?? (definition.call(api(), args) as Promise<Values>);
    lookups.set(key, found);
    return found;
  }

  async function warn(
    urn: string,
    { warnings = [] }: { warnings?: readonly Problem[] | undefined },
  ): Promise<void> {
    if (warnings.length > 0) await log(urn, warningText(warnings), "warning");
  }

  const handlers = {
    getSchema: unary((_: messages.GetSchemaRequest) => {
      const schema = buildSchema({ resources, functions, version });
      return new messages.GetSchemaResponse().setSchema(JSON.stringify(schema));
    }),

    checkConfig: unary((request: messages.CheckRequest) => {
      const news = removeEngineKeys(fromStruct(request.getNews()));
      const merged = withEnvironment(news, environment);
      const problems = findSchemaProblems(credentials, merged);
      // Stored wherever it came from, so that a different account is seen as a change.
      const { accountSid } = merged;
      return checkResponse(
        { ...fromStruct(request.getNews()), ...(accountSid !== undefined && { accountSid }) },
        problems.map(prefixConfigKey),
      );
    }),

    diffConfig: unary((request: messages.DiffRequest) => {
      const { olds, news } = {
        olds: fromStruct(request.getOldInputs()),
        news: fromStruct(request.getNews()),
      };
      return diffResponse(diffProvider(olds, news));
    }),

    configure: unary((request: messages.ConfigureRequest) => {
      const config = withEnvironment(removeEngineKeys(fromStruct(request.getArgs())), environment);
      // In preview a credential may be unknown; then no request can be sent.
      if (!hasUnknown(config)) configured = createApi(credentials.parse(config), cancelled.signal);
      return new messages.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(false);
    }),

    invoke: unary(async (request: messages.InvokeRequest) => {
      const definition = functions.find(({ token }) => token === request.getTok());
      if (!definition) throw new Error(`twilio has no function ${request.getTok()}.`);
      const args = fromStruct(request.getArgs());
      const failures = findSchemaProblems(definition.args, args);
      if (failures.length > 0)
        return new messages.InvokeResponse().setFailuresList(failures.map(checkFailure));
      return new messages.InvokeResponse().setReturn(toStruct(await lookUp(definition, args)));
    }),

    check: unary(async (request: messages.CheckRequest) => {
      const urn = request.getUrn();
      const { inputs, problems } = check(resourceOf(urn), fromStruct(request.getNews()));
      const errors = problems.filter(isError);
      // Next to an error, a warning is usually only a consequence of it.
      if (errors.length === 0) await warn(urn, { warnings: problems });
      return checkResponse(inputs, errors);
    }),

    diff: unary((request: messages.DiffRequest) => {
      const resource = resourceOf(request.getUrn());
      present.set(request.getUrn(), request.getId());
      const olds = fromStruct(request.getOldInputs());
      const change = diff(resource, request.getId(), olds, fromStruct(request.getNews()));
      return diffResponse(change).setDeletebeforereplace(resource.deleteBeforeReplace ?? false);
    }),

    create: unary(async (request: messages.CreateRequest) => {
      const resource = resourceOf(request.getUrn());
      const inputs = fromStruct(request.getProperties());
      if (request.getPreview()) {
        const urn = request.getUrn();
        const preview = await lifecycle.previewCreate(resource, api(), inputs, present.get(urn));
        const { id, state, note } = preview;
        claim(previewedOwners, id, urn);
        // The engine has no word for adopting: it shows "create".
        if (note) await log(urn, note);
        await warn(urn, preview);
        return new messages.CreateResponse().setId(id).setProperties(toStruct(state));
      }
      const { id, state } = await lifecycle.create(resource, api(), inputs);
      claim(owners, id, request.getUrn());
      return new messages.CreateResponse().setId(id).setProperties(toStruct(state));
    }),

    read: unary(async (request: messages.ReadRequest) => {
      const olds = { inputs: fromStruct(request.getInputs()), state: fromStruct(request.getProperties()) };
      const isImport = Object.keys(olds.inputs).length === 0;
      const found = await lifecycle.read(
        resourceOf(request.getUrn()),
        api(),
        request.getId(),
        isImport ? undefined : olds,
      );
      if (!found) return new messages.ReadResponse();
      const { id, inputs, state } = found;
      await warn(request.getUrn(), found);
      return new messages.ReadResponse().setId(id).setInputs(toStruct(inputs)).setProperties(toStruct(state));
    }),

    update: unary(async (request: messages.UpdateRequest) => {
      const resource = resourceOf(request.getUrn());
      const id = request.getId();
      const update = {
        id,
        olds: fromStruct(request.getOldInputs()),
        state: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
      };
      if (!request.getPreview()) {
        const after = await lifecycle.update(resource, api(), update);
        return new messages.UpdateResponse().setProperties(toStruct(after));
      }
      const preview = await lifecycle.previewUpdate(resource, api(), update);
      await warn(request.getUrn(), preview);
      return new messages.UpdateResponse().setProperties(toStruct(preview.state));
    }),

    delete: unary(async (request: messages.DeleteRequest) => {
      const [id, urn] = [request.getId(), request.getUrn()];
      const owner = owners.get(id);
      if (owner) {
        // A renamed or replaced resource: restoring the object now would undo what its successor has done.
        await log(urn, `not changed: ${quoteName(owner)} has adopted ${id}`);
        return new empty.Empty();
      }
      const [inputs, state] = [fromStruct(request.getOldInputs()), fromStruct(request.getProperties())];
      try {
        await lifecycle.destroy(resourceOf(urn), api(), { id, inputs, state });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
          `${reason}\nTo leave ${id} unchanged, remove it from the state: pulumi state delete '${urn}'`,
          { cause: error },
        );
      }
      return new empty.Empty();
    }),

    cancel: unary(() => {
      cancelled.abort(new Error("The operation was cancelled."));
      return new empty.Empty();
    }),

    getPluginInfo: unary(() => new pluginMessages.PluginInfo().setVersion(version)),
  };
  return handlers satisfies Partial<Record<keyof IResourceProviderServer, UntypedHandleCall>>;
}

/** Wraps functions as gRPC handlers: what a function throws is sent to the engine as the message of an error. */
function unaryWith(describeDefect: (defect: Error) => string) {
  return <Request, Response>(handle: (request: Request) => Response | Promise<Response>) =>
    async ({ request }: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>) => {
      try {
        respond(null, await handle(request));
      } catch (error) {
        respond({ code: status.UNKNOWN, details: describe(error, describeDefect) }, null);
      }
    };
}

function describe(error: unknown, describeDefect: (defect: Error) => string): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof z.ZodError) return describeMismatch(error);
  // JavaScript throws these itself: a bug in this provider, which the message alone would not locate.
  const isDefect = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind);
  return isDefect ? describeDefect(error) : error.message;
}

/** Removes the keys that the engine adds to a provider's configuration. */
function removeEngineKeys(values: Values): Values {
  const { version: _, pluginDownloadURL: __, ...config } = values;
  return config;
}

function quoteName(urn: string): string {
  return `"${urn.split("::").at(-1)}"`;
}

function prefixConfigKey({ path, message }: Problem): Problem {
  return { path: [], message: `twilio:${path.join(".")}: ${message}` };
}
