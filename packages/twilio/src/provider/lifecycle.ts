// The life cycle of a resource, the same for all: create or adopt, read, update, restore or delete.
// Decisions are pure; the resource's own functions send the requests.

import { isDeepStrictEqual } from "node:util";
import type { Api } from "../client/api.ts";
import { present } from "../client/present.ts";
import { goneError } from "../declare/gone.ts";
import type { Changes, Live, Problem, Resource } from "../declare/resource.ts";
import { isObject } from "../values/diff.ts";
import { project } from "../values/project.ts";
import { hasUnknown, markSecret, unknownValue } from "../values/unknown.ts";
import { controlInputs, findRestores, omitControlInputs, parsePrevious, recordPrevious } from "./adoption.ts";

type Values = Record<string, unknown>;

/** What the engine stores of an object: the declared inputs, Twilio's outputs and whether it was adopted. */
export interface ResourceState {
  id: string;
  state: Values;
}

export interface ReadResult extends ResourceState {
  inputs: Values;
}

/** What create will do: adopt an object and change some of its fields, or create a new one. */
type Plan = { adopt: Live<Values, Values>; changed: Changes<Values> } | { adopt?: never };

async function planCreate(resource: Resource, api: Api, inputs: Values, replacedId?: string): Promise<Plan> {
  const id = typeof inputs.adopt === "string" ? inputs.adopt : await resource.findByKey?.(api, inputs);
  const live = id === undefined ? undefined : await resource.fetch(api, id);
  if (id !== undefined && !live) {
    throw new Error(
      `adopt: ${id} is not in account ${api.accountSid}. Set adopt to the id of an existing object, or omit it to create one.`,
    );
  }
  await runPreflight(resource, api, inputs, live?.id ?? replacedId);
  if (!live) return {};
  const changed = findChanges(resource, live.inputs, omitControlInputs(inputs));
  assertWritable(resource, live.id, changed);
  return { adopt: live, changed };
}

/**
 * What `create` would do, without a write. Outputs that only the write returns are unknown.
 *
 * @param replacedId object that the new one replaces: it still exists, and will be deleted before the create
 */
export async function previewCreate(
  resource: Resource,
  api: Api,
  inputs: Values,
  replacedId?: string,
): Promise<ResourceState & { note?: string }> {
  const origin = ["adopt", ...(resource.findByKey ? resource.replaceOn : [])];
  if (origin.some((key) => inputs[key] === unknownValue))
    return { id: "", state: { ...inputs, ...markOutputsUnknown(resource), adopted: unknownValue } };
  const { adopt, changed } = { changed: {}, ...(await planCreate(resource, api, inputs, replacedId)) };
  if (!adopt) return { id: "", state: { ...inputs, ...markOutputsUnknown(resource), adopted: false } };
  const outputs = { ...adopt.outputs, ...markOutputsUnknown(resource, resource.volatile ?? []) };
  // Names only: a value may be somebody's password.
  const keys = Object.keys(changed);
  const note = `adopts ${adopt.id}${keys.length > 0 ? `, changing ${keys.join(", ")}` : " unchanged"}`;
  return { id: adopt.id, state: { ...inputs, ...outputs, adopted: true }, note };
}

export async function create(resource: Resource, api: Api, inputs: Values): Promise<ResourceState> {
  const { adopt, changed } = { changed: {}, ...(await planCreate(resource, api, inputs)) };
  if (adopt) {
    const previous = recordPrevious(resource, adopt.inputs, inputs);
    return toResourceState(inputs, await writeChanges(resource, api, adopt, changed), {
      adopted: true,
      previous,
    });
  }
  if (!resource.insert)
    throw new Error("Twilio has no such object, and objects of this type can only be adopted.");
  return toResourceState(inputs, await resource.insert(api, inputs), { adopted: false });
}

/**
 * Reads an object. With the inputs of the last update, it returns the fields they declare. Without (import), it returns
 * all fields, and the object counts as adopted because the stack did not create it.
 */
export async function read(
  resource: Resource,
  api: Api,
  id: string,
  olds?: { inputs: Values; state: Values },
): Promise<ReadResult | undefined> {
  const live = await resource.fetch(api, id);
  if (!live) return undefined;
  if (!olds) {
    // An empty string or list means "cleared", which would only be noise in an import.
    const isSet = ([, value]: [string, unknown]) =>
      value !== "" && !(Array.isArray(value) && value.length === 0);
    const inputs = Object.fromEntries(Object.entries(live.inputs).filter(isSet));
    return {
      inputs,
      ...toResourceState(inputs, live, {
        adopted: true,
        previous: recordPrevious(resource, live.inputs, inputs),
      }),
    };
  }
  const cut = project(resource.inputs, live.inputs, olds.inputs) as Values;
  const inputs = { ...pickControlInputs(olds.inputs), ...cut };
  return {
    inputs,
    ...toResourceState(inputs, live, {
      adopted: olds.state.adopted === true,
      previous: parsePrevious(olds.state),
    }),
  };
}

/** An object of the stack, and what its program declares now. */
interface Update {
  id: string;
  /** Inputs of the last update. */
  olds: Values;
  /** What the engine stores of the object. */
  state: Values;
  news: Values;
}

/** What `update` would do, without a write. */
export async function previewUpdate(
  resource: Resource,
  api: Api,
  { id, state, news }: Omit<Update, "olds">,
): Promise<Values> {
  await runPreflight(resource, api, news, id);
  await fetchExisting(resource, api, id);
  const outputs = Object.keys(resource.outputs.shape).map((key) => [key, state[key]]);
  const after = { ...Object.fromEntries(outputs), ...markOutputsUnknown(resource, resource.volatile ?? []) };
  return { ...news, ...after, adopted: state.adopted };
}

export async function update(
  resource: Resource,
  api: Api,
  { id, olds, state, news }: Update,
): Promise<Values> {
  await runPreflight(resource, api, news, id);
  const live = await fetchExisting(resource, api, id);
  const adopted = state.adopted === true;
  const before = parsePrevious(state);
  const previous = adopted ? recordPrevious(resource, live.inputs, news, before) : {};
  const wanted = { ...omitControlInputs(news), ...findRestores(resource, olds, news, before) };
  const changed = findChanges(resource, live.inputs, wanted);
  return toResourceState(news, await writeChanges(resource, api, live, changed), { adopted, previous }).state;
}

async function fetchExisting(resource: Resource, api: Api, id: string): Promise<Live<Values, Values>> {
  const live = await resource.fetch(api, id);
  if (live) return live;
  throw goneError(id);
}

/** Restores an adopted object, and deletes one that the stack created, unless `onDestroy` asks for something else. */
export async function destroy(
  resource: Resource,
  api: Api,
  { id, inputs, state }: ReadResult,
): Promise<void> {
  const made = resource.keepOnDestroy ? "keep" : "delete";
  switch (inputs.onDestroy ?? (state.adopted === true ? "restore" : made)) {
    case "restore": {
      // Where Twilio has no update, nothing was changed.
      const live = resource.write && (await resource.fetch(api, id));
      if (live)
        await writeChanges(resource, api, live, findChanges(resource, live.inputs, parsePrevious(state)));
      return;
    }
    case "delete":
    case "release":
      await resource.remove?.(api, id);
  }
}

/** @throws Error with the problems that only the account knows, one per line */
async function runPreflight(
  resource: Resource,
  api: Api,
  inputs: Values,
  id: string | undefined,
): Promise<void> {
  const problems = (await resource.preflight?.(api, inputs, id)) ?? [];
  if (problems.length > 0) throw new Error(problems.map(describeProblem).join("\n"));
}

export function describeProblem({ path, message }: Problem): string {
  return path.length > 0 ? `${path.join(".")}: ${message}` : message;
}

/** The wanted fields whose present value differs. */
function findChanges(resource: Resource, live: Values, wanted: Values): Changes<Values> {
  const differs = Object.entries(wanted).filter(([key, value]) => {
    const field = resource.inputs.shape[key];
    const found = field ? project(field, live[key], value) : live[key];
    return !isDeepStrictEqual(withoutNulls(found) ?? null, withoutNulls(value));
  });
  return Object.fromEntries(differs);
}

function withoutNulls(value: unknown): unknown {
  return isObject(value) ? present(value) : value;
}

async function writeChanges(
  resource: Resource,
  api: Api,
  live: Live<Values, Values>,
  changed: Changes<Values>,
) {
  assertWritable(resource, live.id, changed);
  return Object.keys(changed).length === 0 || !resource.write ? live : resource.write(api, live, changed);
}

function assertWritable(resource: Resource, id: string, changed: Changes<Values>): void {
  const fixed = resource.write ? resource.replaceOn : Object.keys(changed);
  const keys = fixed.filter((key) => key in changed && !hasUnknown(changed[key]));
  if (keys.length === 0) return;
  const limit = resource.write
    ? "Twilio cannot change it. Declare the value it has."
    : "Twilio cannot update objects of this type. Declare the value it has, or create a new object (without adopt).";
  throw new Error(`${keys.join(", ")}: ${id} has a different value, and ${limit}`);
}

function toResourceState(
  inputs: Values,
  live: Live<Values, Values>,
  { adopted, previous }: { adopted: boolean; previous?: Values },
): ResourceState {
  const recorded = adopted && previous ? { previous: markSecret(JSON.stringify(previous)) } : {};
  return { id: live.id, state: { ...inputs, ...live.outputs, adopted, ...recorded } };
}

function pickControlInputs(inputs: Values): Values {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => controlInputs.includes(key)));
}

function markOutputsUnknown(
  resource: Resource,
  keys: readonly string[] = Object.keys(resource.outputs.shape),
): Values {
  return Object.fromEntries(keys.map((key) => [key, unknownValue]));
}
