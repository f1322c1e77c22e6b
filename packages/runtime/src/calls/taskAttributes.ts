// The attributes of a call's task as the hand-off flow writes them, for TwiML of the agent's own.
// Source: studio-flows/taskAttributes.ts; a test compares both.

import { attributeKinds, longestFixed } from "../attributeKinds.ts";
import type { AttributeContract } from "../attributes.ts";
import { cut, jsonLength, longestTaskAttributes } from "../budget.ts";
import { HandoffError } from "../handoffError.ts";
import type { HandoffPayload } from "../payload.ts";
import { refusal } from "../problems.ts";
import { whyReserved, whyUnfit } from "../reservedNames.ts";

/** The parts of a contract that a task needs. */
export type TaskContract = Pick<AttributeContract, "names" | "schema">;

export interface CallTask {
  type: "inbound" | "outbound";
  /** Address of the customer; undefined if it is unknown. */
  customer: string | undefined;
  payload: HandoffPayload;
  contract: TaskContract | undefined;
  /** The team's own attributes. */
  team: Readonly<Record<string, unknown>>;
}

interface Member {
  name: string;
  value: unknown;
}

/** Characters of the reason that remain if other strings can be shortened as well; the flow keeps as many. */
const shortestReason = 158;
/** Characters that remain of another string; the flow keeps as many. */
const shortestString = 38;
/** In place of the reason, if all strings together are too long even then; the flow writes the same. */
const reasonTooLong = "(The agent's attributes were too long for Flex.)";

/**
 * Returns the attributes as JSON that fits in Flex and in XML 1.0. What is too long is shortened to end in `…`: first the
 * reason, then the longest strings; lists and objects are omitted instead. Ids, enumerations, numbers and booleans are
 * never changed.
 *
 * @throws HandoffError if the team's attributes have names that are taken, or if the rest alone is too long
 */
export function taskAttributesText({ type, customer, payload, contract, team }: CallTask): string {
  refuseTaken(team, contract);
  const { attributes, ...ids } = payload;
  const fixed = membersOf({
    type,
    name: customer,
    ...team,
    // Without a conversation, as ConversationRelay's own hand-off comes, the ids have no meaning.
    ...(ids.conversationId === "" ? {} : idsOf(ids)),
  });
  const given = agentsMembers(attributes, contract);
  const texts = [
    () => ({ reason: attributes.reason, own: given }),
    () => withoutExcess(fixed, attributes.reason, given, contract),
    () => ({ reason: reasonTooLong, own: given.filter(isShort(contract)) }),
  ].map((make) => () => {
    const { reason, own } = make();
    return write(fixed, reason, own);
  });
  for (const text of texts) {
    const written = text();
    if (written.length <= longestTaskAttributes) return written;
  }
  throw tooLong(write(fixed, "", []).length);
}

/** A team's attribute with the name of another would replace it, or be replaced. */
function refuseTaken(team: CallTask["team"], contract: TaskContract | undefined): void {
  const problems = Object.keys(team).flatMap((name) => {
    const isAgents = contract?.names.includes(name);
    const why = isAgents ? "the agent sends an attribute of this name" : whyReserved(name);
    return why ? [{ path: `attributes.${name}`, message: `${why}. Choose another name` }] : [];
  });
  if (problems.length > 0) throw refusal("hand-off TwiML", problems, "invalid_option");
}

function idsOf({ conversationId, storeId, profileId }: Omit<HandoffPayload, "attributes">) {
  return { conversationId, storeId: storeId === "" ? undefined : storeId, profileId };
}

/** What the agent sent, in the contract's order; null and unknown names are omitted. Without a contract, any usable name. */
function agentsMembers(
  attributes: HandoffPayload["attributes"],
  contract: TaskContract | undefined,
): Member[] {
  const given = new Map(Object.entries(attributes));
  const names = contract?.names ?? [...given.keys()].filter((name) => whyUnfit(name) === undefined);
  return names
    .map((name) => ({ name, value: given.get(name) }))
    .filter(({ value }) => value !== undefined && value !== null);
}

function membersOf(values: object): Member[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value }));
}

/** Shortens the reason, then one attribute after the other, the longest first. */
function withoutExcess(fixed: Member[], reason: string, given: Member[], contract: TaskContract | undefined) {
  const excess = (words: string, own: Member[]) => write(fixed, words, own).length - longestTaskAttributes;
  const words = shortened(reason, excess(reason, given), shortestReason);
  const long = given
    .filter((member) => !isShort(contract)(member))
    .toSorted((one, other) => json(other.value).length - json(one.value).length);
  let own = given;
  for (const { name, value } of long) {
    const surplus = excess(words, own);
    if (surplus <= 0) break;
    const left = typeof value === "string" ? shortened(value, surplus, shortestString) : undefined;
    own = own.flatMap((member) => {
      if (member.name !== name) return [member];
      return left === undefined ? [] : [{ name, value: left }];
    });
  }
  return { reason: words, own };
}

/** A string with `excess` characters less, but at least `shortest`. */
function shortened(text: string, excess: number, shortest: number): string {
  const length = xmlSafeLength(text);
  const room = Math.max(length - excess, shortest);
  return room < length ? cut(text, room, xmlSafeLength) : text;
}

/** Whether an attribute is never shortened: a number, a boolean, a value of an enumeration. */
function isShort(contract: TaskContract | undefined): (member: Member) => boolean {
  const kinds = new Map(
    contract ? attributeKinds(contract).map(({ name, kind }) => [name, kind] as const) : [],
  );
  return ({ name, value }) =>
    json(value).length <= longestFixed &&
    (contract ? kinds.get(name) === "fixed" : typeof value === "number" || typeof value === "boolean");
}

function write(fixed: Member[], reason: string, own: Member[]): string {
  const all = [...fixed, { name: "reason", value: reason }, ...own];
  return `{${all.map(({ name, value }) => `${json(name)}:${json(value)}`).join(",")}}`;
}

/** JSON without the two characters below U+10000 that XML 1.0 does not have; JSON.stringify escapes all others. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

function xmlSafeLength(text: string): number {
  return jsonLength(text) + 5 * (text.match(/[\ufffe\uffff]/g)?.length ?? 0);
}

function tooLong(characters: number): HandoffError {
  const message =
    `ids, address and the team's attributes have ${characters} characters, and Flex accepts ` +
    `${longestTaskAttributes}, including the reason. Shorten the team's attributes.`;
  const problems = [{ path: "attributes", message }];
  return new HandoffError(`hand-off TwiML: ${message}`, { code: "too_long", problems });
}
