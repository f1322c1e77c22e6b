// Reads scenarios from YAML files and reports every issue with its line.

import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument, type YAMLError } from "yaml";
import * as z from "zod";
import type { FlowDefinition } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { suggestInstead } from "../../definition/nearName.ts";
import type { Conversation } from "../step/world.ts";
import { findAnswerIssues } from "./answers.ts";
import { expectation } from "./expectation.ts";
import type { RecordedResponse } from "./http/recording.ts";
import { sampleSid } from "./sampleSids.ts";
import type { Scenario } from "./scenario.ts";
import { findFieldName, scenarioTrigger, triggerKeys } from "./scenarioTrigger.ts";

/** An issue of a scenario file. Lines and columns start at 1. */
export interface ScenarioFileIssue {
  file?: string;
  line: number;
  column: number;
  /** For example `answers.menu.0.digits`; empty for the file as a whole. */
  path: string;
  message: string;
}

export interface ReadOptions {
  /** Name of the file, for issues. */
  file?: string | undefined;
  /** The flow of the scenario: answers are checked against its widgets. */
  definition?: FlowDefinition | undefined;
  /**
   * Reads a file that the scenario names (`recorded`, a subflow), relative to it. If omitted, such files are an issue.
   *
   * @throws Error with the reason if the file cannot be read
   */
  read?: ((name: string) => string) | undefined;
  /** Allows `real: { hosts: […] }` in the file. Default false: a file alone cannot make real requests. */
  allowReal?: boolean | undefined;
}

const text = z.string();
const values = z.record(z.string(), z.unknown());

const conversation = z.looseObject({
  sid: text,
  chat_service_sid: text,
  friendly_name: text.optional(),
  state: text.optional(),
  attributes: text.optional(),
  webhook_sid: text.optional(),
  participants: z.array(z.looseObject({ sid: text })).optional(),
});

const httpStub = z.strictObject({
  method: z.enum(["GET", "POST"]).optional(),
  url: text,
  status: z.int().min(100).max(599).optional(),
  contentType: text.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.union([text, z.looseObject({}), z.array(z.unknown())]).optional(),
  fails: text.optional(),
});

const recordedResponse = z.strictObject({
  method: z.enum(["GET", "POST"]),
  url: text,
  status: z.int(),
  contentType: text,
  body: text,
});

/** Schema of a file. `answers` is validated widget by widget. */
const scenarioFile = z.strictObject({
  name: text.optional(),
  trigger: scenarioTrigger,
  answers: values.optional(),
  http: z.array(httpStub).optional(),
  recorded: z.union([text, z.array(recordedResponse)]).optional(),
  real: z.strictObject({ hosts: z.array(text).min(1) }).optional(),
  conversations: z.array(conversation).optional(),
  events: z.array(z.union([text, z.strictObject({ event: text, outputs: values.optional() })])).optional(),
  unanswered: z.enum(["wait", "default"]).optional(),
  subflows: z.record(z.string(), z.union([text, z.looseObject({ states: z.array(z.unknown()) })])).optional(),
  now: text
    .refine((moment) => !Number.isNaN(Date.parse(moment)), {
      error: "expected a date and time such as 2026-01-15T18:00:00Z",
    })
    .optional(),
  expect: expectation.optional(),
});

interface PathIssue {
  path: readonly (string | number)[];
  message: string;
}

/**
 * Reads a scenario file.
 *
 * @returns the scenario, or all issues in order of their lines
 *
 * @example
 * ```ts
 * import { readScenario } from "@tac-handoff/studio/scenario";
 *
 * readScenario("trigger: incomingCall"); // → { scenario: { trigger: "incomingCall", subflows: {}, recorded: [] } }
 *
 * const result = readScenario("trigger: incomingCall\nevent: hangup");
 * "issues" in result && result.issues; // → [{ line: 2, column: 1, path: "event", message: 'unknown key "event"; did you mean "events"?' }]
 * ```
 */
export function readScenario(
  yaml: string,
  { file, definition, read, allowReal = false }: ReadOptions = {},
): { scenario: Scenario } | { issues: ScenarioFileIssue[] } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { ...(file === undefined ? {} : { file }), line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const ofYaml = document.errors.map(({ pos: [start], message }: YAMLError) => ({
    ...place(start),
    path: "",
    message: `invalid YAML: ${message}`,
  }));
  if (ofYaml.length > 0) return { issues: ofYaml };

  const at = ({ path, message }: PathIssue) => ({
    ...place(offsetOf(document.contents, path)),
    path: path.join("."),
    message,
  });
  const value: unknown = document.toJS();
  if (!isObject(value))
    return {
      issues: [at({ path: [], message: "expected a scenario: a mapping with at least `trigger`" })],
    };
  const { data, error } = scenarioFile.safeParse(value);
  const answers = isObject(value.answers) ? value.answers : {};
  const found: PathIssue[] = [...(error?.issues ?? []).flatMap(readZodIssue), ...findTriggerIssues(value)];
  const subflows = loadSubflows(data?.subflows ?? {}, read, found);
  const recorded = loadRecorded(data?.recorded, read, found);
  if (definition) found.push(...findAnswerIssues(answers, definition, subflows));
  if ("real" in value && !allowReal)
    found.push({
      path: ["real"],
      message: "real requests must be allowed by the caller (on the command line with --real)",
    });
  if (!data || found.length > 0)
    return { issues: found.map(at).toSorted((a, b) => a.line - b.line || a.column - b.column) };
  return { scenario: toScenario(data, { subflows, recorded }) };
}

function toScenario(
  { now, recorded: _, subflows: __, conversations, events, answers, ...rest }: z.output<typeof scenarioFile>,
  loaded: { subflows: Record<string, FlowDefinition>; recorded: RecordedResponse[] },
): Scenario {
  return {
    ...rest,
    ...loaded,
    // `simulate` validates them against the flow.
    ...(answers === undefined ? {} : { answers: answers as NonNullable<Scenario["answers"]> }),
    ...(now === undefined ? {} : { now: new Date(now) }),
    ...(conversations === undefined ? {} : { conversations: conversations.map(completeConversation) }),
    ...(events === undefined
      ? {}
      : { events: events.map((event) => (typeof event === "string" ? { event } : event)) }),
  };
}

function completeConversation(given: z.output<typeof conversation>): Conversation {
  const sample = { state: "active", attributes: "{}", webhook_sid: sampleSid("WH"), participants: [] };
  return {
    ...sample,
    ...(given as Partial<Conversation>),
    sid: given.sid,
    chat_service_sid: given.chat_service_sid,
  };
}

function loadSubflows(
  given: Record<string, unknown>,
  read: ReadOptions["read"],
  found: PathIssue[],
): Record<string, FlowDefinition> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([sid, flow]) => {
      const loaded = typeof flow === "string" ? loadJson(flow, ["subflows", sid], read, found) : flow;
      // A flow resource of the API contains the definition.
      const definition = isObject(loaded) && isObject(loaded.definition) ? loaded.definition : loaded;
      if (isObject(definition) && Array.isArray(definition.states))
        return [[sid, definition as unknown as FlowDefinition]];
      if (loaded !== undefined)
        found.push({ path: ["subflows", sid], message: "this is not a flow: it has no states" });
      return [];
    }),
  );
}

function loadRecorded(
  given: string | RecordedResponse[] | undefined,
  read: ReadOptions["read"],
  found: PathIssue[],
): RecordedResponse[] {
  if (typeof given !== "string") return given ?? [];
  const loaded = loadJson(given, ["recorded"], read, found);
  if (loaded === undefined) return [];
  const { data, error } = z.array(recordedResponse).safeParse(loaded);
  if (error) found.push({ path: ["recorded"], message: `${given} does not contain recorded responses` });
  return data ?? [];
}

function loadJson(
  name: string,
  path: readonly string[],
  read: ReadOptions["read"],
  found: PathIssue[],
): unknown {
  try {
    if (!read) throw new Error("files cannot be read here");
    return JSON.parse(read(name));
  } catch (error) {
    found.push({ path, message: `${name}: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

function readZodIssue(issue: z.core.$ZodIssue): PathIssue[] {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], message: describeUnknownKey(path, key) }));
  if (issue.code === "invalid_union") {
    // The alternative that matched furthest is probably the intended one.
    const [nearest] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
    if (nearest && depth(nearest) > 0)
      return nearest.flatMap((inner) => readZodIssue({ ...inner, path: [...issue.path, ...inner.path] }));
    if (path[0] === "trigger")
      return [
        {
          path,
          message:
            "expected incomingCall, incomingMessage, incomingConversationMessage, incomingRequest or incomingParent, alone or with its data",
        },
      ];
  }
  return [{ path, message: issue.message }];
}

/** The keys of a REST API request are those of Twilio's API: `To`, `From` and `Parameters`. */
function describeUnknownKey([root, event]: readonly (string | number)[], key: string): string {
  if (root === undefined)
    return `unknown key "${key}"${suggestInstead(key, Object.keys(scenarioFile.shape))}`;
  const keys = root === "trigger" ? triggerKeys[String(event)] : undefined;
  return `unknown key "${key}"${keys ? suggestInstead(key, keys) : ""}`;
}

/** Returns fields of a trigger whose case is wrong, which would otherwise be further fields. */
function findTriggerIssues({ trigger }: Record<string, unknown>): PathIssue[] {
  return Object.entries(isObject(trigger) ? trigger : {}).flatMap(([event, fields]) =>
    Object.keys(isObject(fields) ? fields : {}).flatMap((key) => {
      const name = findFieldName(event, key);
      return name === undefined
        ? []
        : [{ path: ["trigger", event, key], message: `unknown key "${key}"; did you mean "${name}"?` }];
    }),
  );
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)),
  );
}

/** Returns the offset of a path in the file; for a missing path that of the nearest existing parent. */
function offsetOf(root: ParsedNode | null, path: readonly (string | number)[]): number {
  let node: unknown = root;
  let offset = root?.range[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (typeof key === "number" && isObject(node) && Array.isArray(node.items)) {
      node = node.items[key];
      if (isObject(node) && Array.isArray(node.range)) offset = Number(node.range[0]);
    } else break;
  }
  return offset;
}
