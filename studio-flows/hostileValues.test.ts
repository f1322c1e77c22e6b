// Values with a meaning for a parser: they reach Flex unchanged, or the flow takes its failure path.

import type { SimulatedRun } from "@tac-handoff/studio";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import { wide } from "./testing/contract.ts";
import { call, classic, from, message, ofTheCall, options, twimlOf } from "./testing/handoffRuns.ts";

const flow = agentHandoff({ ...options, contract: wide });
const usualIds = { conversationId: "conv_conversation_01abc", storeId: "mem_store_01abc", profileId: "" };
const maxCharacters = 1_024;
const maxBytes = 16_384;

/** Strings with a meaning in JSON, Liquid, XML, a URL, a form or a terminal, and unusual strings. */
const nasty: readonly [what: string, text: string][] = [
  ["quotation marks and backslashes", '"\'\\"\\\\'],
  ["the end of the JSON, and another workflow", '"}, "workflow": "WW9", "x": {"'],
  ["braces", "{}}{{}}[]}"],
  ["an output of Liquid", "{{ trigger.call.From }}{{flow.data | to_json}}"],
  ["a tag of Liquid", "{% assign h = flow %}{% endif %}{% raw %}"],
  ["the ends of Liquid", "}} %} -%} {%- {{-"],
  ["line breaks", "a\nb\rc\r\nd\u2028e\u2029f\u0085g"],
  ["NUL and control characters", "\0\u0001\u0008\u000b\u000c\u001b[31m\u007f"],
  ["halves of an emoji", "\ud83d x \ude00"],
  ["characters that XML does not allow", "\ufffe\uffff"],
  ["emoji", "👩‍👧 🏳️‍🌈 😀"],
  ["right to left", "\u202eשלום \u2067العربية\u2069"],
  ["a closing tag", "</Task></Enqueue><Hangup/><!-- ]]> -->"],
  ["entities", "&amp;&#65;&lt;&quot;&nbsp;"],
  ["a path and a query", "a/../b?x=1&y=2#z%2F+ ;"],
  ["a name that every object has", "__proto__"],
  ["keywords of other languages", `null nil true 123 NaN undefined #{1+1} <%= 1 %> \${1} %s`],
  ["blanks", "  \t  "],
  ["nothing", ""],
  ["10 kB", "x".repeat(10_000)],
  ["10 kB of quotation marks", '"'.repeat(10_000)],
  ["10 kB of emoji", "😀".repeat(2_500)],
  ["20 kB", "x".repeat(20_000)],
];

/** Names that attributes of a contract cannot have, since the flow or Twilio writes them. */
function clashing(text: string) {
  return {
    ...{ type: text, name: text, conversationId: text, storeId: text, profileId: text, sessionError: text },
    ...{ workflow: text, channel: text, team: text, constructor: text, [text]: text, toString: text },
  };
}

const members = ["conversationId", "storeId", "profileId", "reason", "note", "items"] as const;

/** A payload with the string in one place; with `everywhere` in all places, including keys. */
function payloadWith(text: string, place: (typeof members)[number] | "everywhere") {
  const at = (member: (typeof members)[number]) => place === member || place === "everywhere";
  const id = (member: keyof typeof usualIds) => (at(member) ? text : usualIds[member]);
  return {
    ...{ conversationId: id("conversationId"), storeId: id("storeId"), profileId: id("profileId") },
    attributes: {
      ...(place === "everywhere" ? clashing(text) : {}),
      ...(at("note") ? { note: text } : {}),
      ...(at("items") ? { items: [text, { [text]: [text, null, true, 1.5] }] } : {}),
      reason: at("reason") ? text : "refund",
    },
    ...(place === "everywhere" ? { type: text, workflow: text, [text]: text } : {}),
  };
}

describe.each(nasty)("%s", (_, text) => {
  test.each([...members, "everywhere"] as const)("as %s", async (place) => {
    await handOff(payloadWith(text, place));
  });

  test("as the caller's address and the error of a broken session", async () => {
    const ofHandoff = await call({ From: text, HandoffData: JSON.stringify(payloadWith("x", "note")) }, flow);
    const ofBroken = await call({ From: text, SessionStatus: "failed", ErrorCode: text }, flow);

    expectCallOrApology(ofHandoff, { type: "inbound", name: text, ...expected(payloadWith("x", "note")) });
    expectCallOrApology(ofBroken, undefined);
    const [task] = ofBroken.tasks;
    if (task) expect(task.attributes).toMatchObject({ name: text, conversationId: ofTheCall });
  });
});

test("any payload reaches Flex unchanged, or shortened, or with its ids alone, or the customer gets an apology", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...nasty.map(([, each]) => each)), { maxLength: 3 }).map((all) => all.join("")),
  );
  const anything = fc.oneof(text, fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }));
  const attributes = fc.record(
    {
      note: anything,
      order: anything,
      isUrgent: anything,
      items: anything,
      reason: anything,
      type: anything,
    },
    { requiredKeys: [] },
  );
  const payload = fc.record(
    {
      conversationId: fc.oneof(fc.constant("conv_conversation_01abc"), anything),
      storeId: anything,
      profileId: anything,
      attributes: fc.oneof({ weight: 5, arbitrary: attributes }, { weight: 1, arbitrary: anything }),
      name: anything,
    },
    { requiredKeys: [] },
  );
  await fc.assert(fc.asyncProperty(payload, handOff));
});

/** Hands a payload off on both entries, and compares what reaches Flex with what was sent. */
async function handOff(payload: object): Promise<void> {
  const text = JSON.stringify(payload);
  // As transmitted, without -0 and the like.
  const sent: Sent = JSON.parse(text);
  const whole = expected(sent);

  const ofCall = await call({ SessionStatus: "ended", HandoffData: text }, flow);
  const ofMessage = await message(JSON.parse(`{"HandoffData":${text}}`), flow);

  if (text.includes("conversationId"))
    expectCallOrApology(
      ofCall,
      isReadable(sent, text) ? { type: "inbound", name: from, ...whole } : undefined,
    );
  else expect(ofCall.path.at(-1)).toBe("how_it_ended");
  expectConversationOrApology(ofMessage, sent, whole);
}

interface Sent {
  conversationId?: unknown;
  storeId?: unknown;
  profileId?: unknown;
  attributes?: unknown;
}

/** The task's attributes, computed without Liquid: values that were not sent are null or omitted. */
function expected({ conversationId = null, storeId = null, profileId = null, attributes }: Sent) {
  const given = new Map(
    typeof attributes === "object" && attributes !== null && !Array.isArray(attributes)
      ? Object.entries(attributes)
      : [],
  );
  const own = wide.names.flatMap((name) => (given.get(name) == null ? [] : [[name, given.get(name)]]));
  const reason: unknown = given.get("reason") ?? null;
  return { conversationId, storeId, profileId, reason, ...Object.fromEntries(own) };
}

/** Whether the flow of a call finds the conversation in the parsed data. */
function isReadable({ conversationId }: Sent, text: string): boolean {
  return Buffer.byteLength(text) <= maxBytes && rendered(conversationId).trim() !== "";
}

/** As Liquid writes a value. */
function rendered(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The members that always arrive. */
const ids = ["type", "name", "conversationId", "storeId", "profileId"];

/** Compares a task with what was sent: whole if it fits, otherwise with shorter texts, otherwise with the ids. */
function expectAttributes(run: SimulatedRun, whole: Record<string, unknown>): void {
  expect(run.tasks).toHaveLength(1);
  // As a string, so that order and names such as __proto__ count.
  const text = JSON.stringify(run.tasks[0]?.attributes);
  if (JSON.stringify(whole).length <= maxCharacters) {
    expect(text).toBe(JSON.stringify(whole));
    return;
  }
  expect(text.length).toBeLessThanOrEqual(maxCharacters);
  const arrived: Record<string, unknown> = JSON.parse(text);
  const isBrief = arrived.reason === "(The agent's attributes were too long for Flex.)";
  for (const [name, value] of Object.entries(whole)) {
    const found = arrived[name];
    if (ids.includes(name)) expect(found).toEqual(value);
    else if (isBrief || found === undefined || JSON.stringify(found) === JSON.stringify(value)) continue;
    else expect(isCut(found, value)).toBe(true);
  }
  expect(Object.keys(arrived).filter((name) => !(name in whole))).toEqual([]);
}

function isCut(found: unknown, value: unknown): boolean {
  if (typeof found !== "string" || !found.endsWith("…")) return false;
  // How Liquid writes a list or an object in place of a string is not documented.
  return typeof value === "object" || String(value).startsWith(found.slice(0, -1));
}

/** Whether not even the ids fit. */
function isLost(whole: Record<string, unknown>): boolean {
  const always = Object.entries(whole).filter(([name]) => ids.includes(name));
  const reason = "(The agent's attributes were too long for Flex.)";
  return JSON.stringify({ ...Object.fromEntries(always), reason }).length > maxCharacters;
}

/** @param whole the task's attributes if there were no limit; undefined if the data cannot be read */
function expectCallOrApology(run: SimulatedRun, whole: Record<string, unknown> | undefined): void {
  const twiml = twimlOf(run);
  if (run.path.at(-1) === "say_nobody_there") {
    expect(whole === undefined || isLost(whole)).toBe(true);
    expect(run.tasks).toEqual([]);
    expect(twiml.map(({ name }) => name)).toEqual(["Say"]);
    return;
  }
  if (whole) expectAttributes(run, whole);
  else expect(run.path).toContain("find_conversation");
  expect(run.tasks[0]).toMatchObject({
    workflowSid: options.workflowSid,
    taskChannelSid: options.voiceTaskChannelSid,
    priority: 0,
    timeoutSeconds: 3_600,
  });
  const [enqueue] = twiml;
  expect(twiml).toHaveLength(1);
  expect(Object.keys(enqueue?.attributes ?? {})).toEqual(["action", "workflowSid"]);
  expect(enqueue?.attributes.workflowSid).toBe(options.workflowSid);
  expect(enqueue?.children).toMatchObject([
    { name: "Task", attributes: { priority: "0", timeout: "3600" }, children: [] },
  ]);
  expect(JSON.parse(enqueue?.children[0]?.text ?? "")).toEqual(run.tasks[0]?.attributes);
}

function expectConversationOrApology(run: SimulatedRun, sent: Sent, whole: Record<string, unknown>): void {
  for (const { url } of run.requests) {
    const asked = conversationIn(url);
    // An object is never rendered to an existing conversation's id.
    if (asked !== undefined && typeof sent.conversationId !== "object")
      expect(asked).toBe(rendered(sent.conversationId));
  }
  if (run.tasks.length === 0) {
    if (run.path.includes("send_conversation_to_flex")) expect(isLost(whole)).toBe(true);
    expect(run.messages).toMatchObject([{ to: "+15557770002", from: "+15551230100" }]);
    expect(run.messages[0]?.body).toMatch(/^We are sorry, nobody can answer right now\./);
    return;
  }
  expect(run.messages).toEqual([]);
  expectAttributes(run, whole);
  expect(run.tasks[0]).toMatchObject({
    conversationSid: classic.sid,
    workflowSid: options.workflowSid,
    taskChannelSid: options.messagingTaskChannelSid,
    priority: 0,
    timeoutSeconds: 3_600,
  });
}

/**
 * The part of the path with the id of the conversation; undefined for a list of open tasks. Throws if the URL requests
 * anything else.
 */
function conversationIn(url: string): string | undefined {
  const { host, pathname, searchParams } = new URL(url);
  if (host === "taskrouter.twilio.com") {
    expect(pathname).toBe(`/v1/Workspaces/${options.workspaceSid}/Tasks`);
    expect([...searchParams.keys()].sort()).toEqual([
      ...["AssignmentStatus", "AssignmentStatus", "AssignmentStatus", "EvaluateTaskAttributes", "PageSize"],
    ]);
    expect(searchParams.get("EvaluateTaskAttributes")).toMatch(
      /^conversationId == "[^"\\]*" OR conversationSid == "[^"\\]*"$/,
    );
    return undefined;
  }
  const [, id] =
    /^https:\/\/conversations\.twilio\.com\/v2\/Conversations\/([^/?#]*)(?:\/Participants)?$/.exec(url) ?? [];
  if (id === undefined) throw new Error(`a different resource is requested: ${url}`);
  return decodeURIComponent(id.replaceAll("+", " "));
}
