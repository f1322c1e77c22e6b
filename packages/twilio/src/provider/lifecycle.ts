// The life cycle of a resource, the same for all: create or adopt, read, update, restore or delete.
// Decisions are pure; the resource's own functions send the requests.

import { isDeepStrictEqual } from "node:util";
import type { Api } from "../client/api.ts";
import { present } from "../client/present.ts";
import { goneError } from "../declare/gone.ts";
import {
  type Changes,
  canonicalizeInputs,
  isError,
  type Live,
  type Problem,
  type Resource,
} from "../declare/resource.ts";
import { isObject } from "../values/diff.ts";
import { project } from "../values/project.ts";
import { hasUnknown, markSecret, unknownValue } from "../values/unknown.ts";
import { controlInputs, findRestores, omitControlInputs, parsePrevious, recordPrevious } from "./adoption.ts";
import { describeAdoption } from "./describeChanges.ts";
import { importInputs } from "./importInputs.ts";
import { findLimitProblems, readOwnElements, recordLists, wantedLists } from "./sharedLists.ts";

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
interface Plan {
  adopt?: Live<Values, Values>;
  changed: Changes<Values>;
  warnings: Problem[];
}

async function planCreate(resource: Resource, api: Api, inputs: Values, replacedId?: string): Promise<Plan> {
  const id = typeof inputs.adopt === "string" ? inputs.adopt : await resource.findByKey?.(api, inputs);
  const live = id === undefined ? undefined : await resource.fetch(api, id);
  if (id !== undefined && !live) {
    throw new Error(
      `adopt: ${id} is not in account ${api.accountSid}. Set adopt to the id of an existing object, or omit it to create one.`,
    );
  }
  const warnings = await runPreflight(resource, api, inputs, { id: live?.id ?? replacedId, isNew: !live });
  if (!live) return { changed: {}, warnings };
  const adoption = planAdoption(resource, live, inputs);
  return { ...adoption, warnings: [...warnings, ...adoption.warnings] };
}

function planAdoption(resource: Resource, adopt: Live<Values, Values>, inputs: Values) {
  const lists = wantedLists(resource, adopt.inputs, { olds: {}, news: inputs, previous: {} });
  const warnings = checkLimits(resource, adopt, lists);
  const changed = findChanges(resource, adopt.inputs, { ...omitControlInputs(inputs), ...lists });
  assertWritable(resource, adopt.id, changed);
  return { adopt, changed, warnings };
}

/** What an operation would do, and what its author should know before it. */
export interface Preview extends ResourceState {
  note?: string;
  warnings?: Problem[];
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
): Promise<Preview> {
  const origin = ["adopt", ...(resource.findByKey ? resource.replaceOn : [])];
  if (origin.some((key) => inputs[key] === unknownValue)) {
    return { id: "", state: { ...inputs, ...markOutputsUnknown(resource), adopted: unknownValue } };
  }
  const { adopt, changed, warnings } = await planCreate(resource, api, inputs, replacedId);
  if (!adopt) {
    const note = await resource.describeNew?.(api, inputs);
    const state = { ...inputs, ...markOutputsUnknown(resource), adopted: false };
    return { id: "", state, warnings, ...(note !== undefined && { note }) };
  }
  const outputs = { ...adopt.outputs, ...markOutputsUnknown(resource, resource.volatile ?? []) };
  const note = describeAdoption(resource, adopt, changed);
  return { id: adopt.id, state: { ...inputs, ...outputs, adopted: true }, note, warnings };
}

export async function create(resource: Resource, api: Api, inputs: Values): Promise<ResourceState> {
  const plan = await planCreate(resource, api, inputs);
  if (plan.adopt) {
    // A shared list is read right before it is written: what is added in between is lost.
    const { adopt, changed } = resource.sharedLists
      ? planAdoption(resource, await fetchExisting(resource, api, plan.adopt.id), inputs)
      : { ...plan, adopt: plan.adopt };
    const previous = {
      ...recordPrevious(resource, adopt.inputs, inputs),
      ...recordLists(resource, adopt.inputs, { olds: {}, news: inputs, previous: {} }),
    };
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
 * all fields that a program can declare, and the object counts as adopted because the stack did not create it.
 */
export async function read(
  resource: Resource,
  api: Api,
  id: string,
  olds?: { inputs: Values; state: Values },
): Promise<(ReadResult & { warnings?: Problem[] | undefined }) | undefined> {
  const live = await resource.fetch(api, id);
  if (!live) return undefined;
  if (!olds) {
    const { inputs, warnings } = importInputs(resource, live);
    const previous = {
      ...recordPrevious(resource, live.inputs, inputs),
      ...recordLists(resource, live.inputs, { olds: {}, news: inputs, previous: {} }),
    };
    return { inputs, ...toResourceState(inputs, live, { adopted: true, previous }), warnings };
  }
  const cut = project(resource.inputs, live.inputs, olds.inputs) as Values;
  const inputs = {
    ...pickControlInputs(olds.inputs),
    ...canonicalizeInputs(resource, cut),
    ...readOwnElements(resource, live.inputs, olds.inputs),
  };
  const was = { adopted: olds.state.adopted === true, previous: parsePrevious(olds.state) };
  return { inputs, ...toResourceState(inputs, live, was) };
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
  { id, olds, state, news }: Update,
): Promise<Preview> {
  const warnings = await runPreflight(resource, api, news, { id });
  const live = await fetchExisting(resource, api, id);
  const lists = wantedLists(resource, live.inputs, { olds, news, previous: parsePrevious(state) });
  const limits = checkLimits(resource, live, lists);
  const outputs = Object.keys(resource.outputs.shape).map((key) => [key, state[key]]);
  const after = { ...Object.fromEntries(outputs), ...markOutputsUnknown(resource, resource.volatile ?? []) };
  return { id, state: { ...news, ...after, adopted: state.adopted }, warnings: [...warnings, ...limits] };
}

export async function update(
  resource: Resource,
  api: Api,
  { id, olds, state, news }: Update,
): Promise<Values> {
  await runPreflight(resource, api, news, { id });
  const live = await fetchExisting(resource, api, id);
  const adopted = state.adopted === true;
  const before = parsePrevious(state);
  const change = { olds, news, previous: before };
  const previous = adopted
    ? {
        ...recordPrevious(resource, live.inputs, news, before),
        ...recordLists(resource, live.inputs, change),
      }
    : {};
  const lists = wantedLists(resource, live.inputs, change);
  checkLimits(resource, live, lists);
  const wanted = { ...omitControlInputs(news), ...findRestores(resource, olds, news, before), ...lists };
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
      if (!live) return;
      const previous = parsePrevious(state);
      const lists = wantedLists(resource, live.inputs, { olds: inputs, news: {}, previous });
      await writeChanges(resource, api, live, findChanges(resource, live.inputs, { ...previous, ...lists }));
      return;
    }
    case "delete":
    case "release":
      await resource.remove?.(api, id);
  }
}

/**
 * @returns warnings
 * @throws Error with the problems that only the account knows, one per line
 */
async function runPreflight(
  resource: Resource,
  api: Api,
  inputs: Values,
  { id, isNew = false }: { id: string | undefined; isNew?: boolean },
): Promise<Problem[]> {
  const problems = [
    ...((await resource.preflight?.(api, inputs, id)) ?? []),
    ...((isNew && (await resource.preflightInsert?.(api, inputs))) || []),
  ];
  return throwErrors(problems);
}

function checkLimits(resource: Resource, { id, inputs }: Live<Values, Values>, wanted: Values): Problem[] {
  return throwErrors(findLimitProblems(resource, { id, live: inputs, wanted }));
}

function throwErrors(problems: Problem[]): Problem[] {
  const errors = problems.filter(isError);
  if (errors.length > 0) throw new Error(errors.map(describeProblem).join("\n"));
  return problems;
}

export function describeProblem({ path, message }: Problem): string {
  return path.length > 0 ? `${path.join(".")}: ${message}` : message;
}

/** The wanted fields whose present value differs. */
function findChanges(resource: Resource, live: Values, wanted: Values): Changes<Values> {
  const differs = Object.entries(wanted).filter(([key, value]) => {
    const field = resource.inputs.shape[key];
    const found = field ? project(field, live[key], value) : live[key];
    const [before, after] = [found, value].map((each) => canonical(resource, key, withoutNulls(each)));
    return !isDeepStrictEqual(before ?? null, after);
  });
  return Object.fromEntries(differs);
}

/** The form in which values that mean the same are equal: Twilio may have it in another one. */
function canonical(resource: Resource, key: string, value: unknown): unknown {
  return isObject(value) || Array.isArray(value)
    ? canonicalizeInputs(resource, { [key]: value })[key]
    : value;
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
