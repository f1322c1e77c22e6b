// The attributes of Send to Flex, built from the attribute contract.

import { attributeKinds, HandoffError } from "@tac-handoff/runtime";
import { type AttributeValue, attributesText, maxAttributesLength } from "@tac-handoff/studio";
import type { FlowContract } from "./teamAttributes.ts";

export type TeamAttributes = Readonly<Record<string, AttributeValue>>;

/** The attributes at the start of a call's task. */
export const caller = { type: "inbound", name: "{{contact.channel.address | to_json}}" } as const;

/**
 * Writes the ids, the reason and the contract's attributes after the others. An attribute that the agent omitted or
 * sent as null is omitted from the task, and so is one that is not in the contract.
 *
 * The result is JSON whatever the agent sent, because every value is written with `to_json`.
 *
 * @param others members that come first, for example the team's
 * @param payload where Liquid finds the payload: `flow.variables.handoff` or `flow.data.HandoffData`
 * @throws HandoffError if the string is too long for Send to Flex, naming attributes to remove. Whether Twilio counts
 * before or after rendering is not documented, so both must fit.
 */
export function handoffAttributes(others: TeamAttributes, payload: string, { names }: FlowContract): string {
  const text = attributesOf(others, { payload, attributes: "h.attributes" }, names);
  const excess = text.length - maxAttributesLength;
  if (excess > 0) {
    const teams = Object.keys(others).filter((name) => !(name in caller));
    const longest = names.toSorted((one, other) => other.length - one.length)[0];
    throw new HandoffError(
      `attributes of Send to Flex: the flow's text has ${text.length} characters, ${excess} more than Flex accepts. ` +
        `Remove attributes of the contract (${names.join(", ")}; ${longest} has the longest name) or of the team ` +
        `(${teams.join(", ") || "none"}).`,
    );
  }
  return text;
}

/**
 * Writes the attributes of the last attempt: the ids, enumerations, numbers and booleans. With the ids everything else can
 * be found, and with the others workflows can route.
 *
 * @param others members that come first
 * @param payload where Liquid finds the payload
 * @param fixed where Liquid finds the other attributes, reason included (fixedAttributes)
 */
export function briefAttributes(
  others: TeamAttributes,
  { payload, fixed }: { payload: string; fixed: string },
  contract: FlowContract,
): string {
  const names = attributeKinds(contract).flatMap(({ name, kind }) => (kind === "fixed" ? [name] : []));
  return attributesOf(others, { payload, attributes: fixed }, names);
}

/**
 * Writes the attributes of a call without a payload: whatever is known of it.
 *
 * @param others members that come first
 * @param known where Liquid finds it
 */
export function unreadAttributes(others: TeamAttributes, known: string): string {
  const names = ["conversationId", "reason", "sessionError"];
  return `{% assign a = ${known} %}${attributesText(others).slice(0, -1)}${names.map(ifGiven).join("")}}`;
}

function attributesOf(
  others: TeamAttributes,
  { payload, attributes }: { payload: string; attributes: string },
  names: readonly string[],
): string {
  const always = attributesText({
    ...others,
    conversationId: "{{h.conversationId | to_json}}",
    storeId: "{{h.storeId | to_json}}",
    profileId: "{{h.profileId | to_json}}",
    reason: "{{a.reason | to_json}}",
  });
  const start = `{% assign h = ${payload} %}{% assign a = ${attributes} %}`;
  return `${start}${always.slice(0, -1)}${names.map(ifGiven).join("")}}`;
}

function ifGiven(name: string): string {
  return `{% if a.${name} != nil %},"${name}":{{a.${name} | to_json}}{% endif %}`;
}
