// The attributes of Send to Flex, made from the attribute contract.

import { HandoffError } from "@tac-handoff/runtime";
import { type AttributeValue, attributesText, maxAttributesLength } from "@tac-handoff/studio";
import type { FlowContract } from "./teamAttributes.ts";

export type TeamAttributes = Readonly<Record<string, AttributeValue>>;

/** What a call's task has before all else. */
export const caller = { type: "inbound", name: "{{contact.channel.address | to_json}}" } as const;

/**
 * Writes the ids, the reason and the contract's attributes beside others. An attribute that the agent left out, or sent
 * as null, is left out of the task; one that the contract does not know never gets in.
 *
 * The whole is JSON whatever the agent sent, because every value is written by `to_json`.
 *
 * @param others members that come first, for instance the team's
 * @param payload where Liquid finds the payload: `flow.variables.handoff` or `flow.data.HandoffData`
 * @throws HandoffError when the text is longer than Send to Flex takes, naming what to drop. Whether Twilio
 * counts before or after rendering is not documented, so both must fit.
 */
export function handoffAttributes(others: TeamAttributes, payload: string, { names }: FlowContract): string {
  const always = attributesText({
    ...others,
    conversationId: "{{h.conversationId | to_json}}",
    storeId: "{{h.storeId | to_json}}",
    profileId: "{{h.profileId | to_json}}",
    reason: "{{a.reason | to_json}}",
  });
  const optional = names.map(
    (name) => `{% if a.${name} != nil %},"${name}":{{a.${name} | to_json}}{% endif %}`,
  );
  const start = `{% assign h = ${payload} %}{% assign a = h.attributes %}`;
  const text = `${start}${always.slice(0, -1)}${optional.join("")}}`;
  const excess = text.length - maxAttributesLength;
  if (excess > 0) {
    const teams = Object.keys(others).filter((name) => !(name in caller));
    const longest = names.toSorted((one, other) => other.length - one.length)[0];
    throw new HandoffError(
      `attributes of Send to Flex: the flow's text has ${text.length} characters, ${excess} more than Flex takes. ` +
        `Drop attributes of the contract (${names.join(", ")}; ${longest} has the longest name) or of the team ` +
        `(${teams.join(", ") || "none"}).`,
    );
  }
  return text;
}

/**
 * What is sent when Flex refuses the agent's own attributes as too long: the ids lead to everything else.
 *
 * @param others members that come first
 * @param payload where Liquid finds the payload
 */
export function briefAttributes(others: TeamAttributes, payload: string): TeamAttributes {
  const id = (name: string) => `{{${payload}.${name} | to_json}}`;
  return {
    ...others,
    conversationId: id("conversationId"),
    storeId: id("storeId"),
    profileId: id("profileId"),
    reason: "(The agent's attributes were too long for Flex.)",
  };
}
