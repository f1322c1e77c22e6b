// Shortens a hand-off that is too long for Flex, in Liquid: first the reason, then the longest attribute. Enumerations,
// numbers and ids stay as they are, because workflows route on them and Flex finds the conversation by them.

import { attributeKinds, callerCharacters, longestFixed } from "@tac-handoff/runtime";
import { maxAttributesLength } from "@tac-handoff/studio";
import { caller, type TeamAttributes } from "./taskAttributes.ts";
import type { FlowContract } from "./teamAttributes.ts";

/** Characters that a cut reason keeps, as JSON, before other attributes are cut. */
const reasonAtLeast = 160;
/** In place of the reason, if not even a cut one is accepted. */
const reasonTooLong = "(The agent's attributes were too long for Flex.)";
/** Characters that the longest attribute keeps, as JSON, before others are cut as well. */
const attributeAtLeast = 40;

/**
 * Writes the Liquid that renders a payload whose task attributes fit: for a variable of type `json_object`.
 *
 * What is cut ends in `…`. First the reason is cut, to at least 160 characters of JSON; then the longest attribute, to at
 * least 40; then all that are longer than their share of the room. A list or an object cannot be cut and is left out. JSON
 * escapes count, so a reason with many of them keeps fewer characters.
 *
 * @param others members of the task that are not from the payload
 * @param payload where Liquid finds the payload
 */
export function shortenedHandoff(others: TeamAttributes, payload: string, contract: FlowContract): string {
  const kinds = attributeKinds(contract);
  const fixed = fixedNames(contract);
  const free = kinds.filter(({ kind }) => kind !== "fixed");
  const sizes = free.map((_, index) => `v${index}.size`);
  return [
    `{% assign h = ${payload} %}{% assign a = h.attributes %}`,
    // What the ids and the attributes of fixed length leave.
    "{% capture used %}{{h.conversationId}}{{h.storeId}}{{h.profileId}}{% endcapture %}",
    `{% assign room = ${roomBeside(others)} | minus: used.size %}`,
    ...fixed.map(
      (name) =>
        `${capturedFixed(name)}{% if v.size > 0 %}${minus("room", "v.size", costOf(name))}{% endif %}`,
    ),
    // The lengths of the reason and of the others, as JSON.
    "{% capture r %}{{a.reason | to_json}}{% endcapture %}",
    '{% assign sum = 0 %}{% assign count = 0 %}{% assign longest = 0 %}{% assign which = "" %}',
    ...free.map(
      ({ name }, index) =>
        `${captured(name, `v${index}`)}{% if ${sizes[index]} > 0 %}${minus("room", costOf(name))}` +
        `{% assign sum = sum | plus: ${sizes[index]} %}{% assign count = count | plus: 1 %}` +
        `{% if ${sizes[index]} > longest %}{% assign longest = ${sizes[index]} %}{% assign which = "${name}" %}{% endif %}{% endif %}`,
    ),
    // The room of the reason; the rest is that of the others.
    "{% assign rr = room | minus: sum %}",
    `{% if rr < ${reasonAtLeast} %}{% assign rr = ${reasonAtLeast} %}{% endif %}`,
    "{% if rr > r.size %}{% assign rr = r.size %}{% endif %}",
    "{% assign left = room | minus: rr %}{% assign most = left | minus: sum | plus: longest %}{% assign all = false %}",
    "{% if sum <= left %}{% assign most = longest %}",
    `{% elsif most < ${attributeAtLeast} %}{% assign all = true %}{% assign most = left | divided_by: count %}{% endif %}`,
    '{"conversationId":{{h.conversationId | to_json}},"storeId":{{h.storeId | to_json}},',
    '"profileId":{{h.profileId | to_json}},"attributes":{"reason":',
    `{% assign limit = rr %}${cut("a.reason", "r")}`,
    ...fixed.map((name) => `${capturedFixed(name)}{% if v.size > 0 %},"${name}":{{v}}{% endif %}`),
    ...free.map(({ name, kind }, index) => {
      const whole = `,"${name}":{{v${index}}}`;
      const shortened =
        kind === "text" ? `,"${name}":{% assign limit = most %}${cut(`a.${name}`, `v${index}`)}` : "";
      return (
        `{% if ${sizes[index]} > most %}{% if all or which == "${name}" %}${shortened}{% else %}${whole}{% endif %}` +
        `{% elsif ${sizes[index]} > 0 %}${whole}{% endif %}`
      );
    }),
    "}}",
  ].join("");
}

/**
 * Writes the Liquid that renders an object of the attributes that are never cut: for a variable of type `json_object`.
 *
 * @param payload where Liquid finds the payload
 */
export function fixedAttributes(payload: string, contract: FlowContract): string {
  const members = fixedNames(contract).map(
    (name) => `${capturedFixed(name)}{% if v.size > 0 %},"${name}":{{v}}{% endif %}`,
  );
  return `{% assign a = ${payload}.attributes %}{"reason":${JSON.stringify(reasonTooLong)}${members.join("")}}`;
}

function fixedNames(contract: FlowContract): string[] {
  return attributeKinds(contract)
    .filter(({ kind }) => kind === "fixed")
    .map(({ name }) => name);
}

/** Characters that Flex leaves beside the others, the names of the ids and of the reason, and their punctuation. */
export function roomBeside(others: TeamAttributes): number {
  const ofTeam = Object.entries(others).filter(([name]) => !(name in caller));
  const ids = { conversationId: "", storeId: "", profileId: "", reason: "" };
  const written = JSON.stringify({ ...Object.fromEntries(ofTeam), ...ids }).length - '""'.length;
  return maxAttributesLength - written - ("name" in others ? callerCharacters : 0);
}

/** Characters of a name with its punctuation. */
function costOf(name: string): string {
  return String(`,"${name}":`.length);
}

/** Captures an attribute as JSON; empty if the agent omitted it. */
function captured(name: string, variable = "v"): string {
  return `{% capture ${variable} %}{% if a.${name} != nil %}{{a.${name} | to_json}}{% endif %}{% endcapture %}`;
}

/** The same for an attribute of limited length. One that an agent without the contract made longer is left out. */
function capturedFixed(name: string): string {
  return `${captured(name)}{% if v.size > ${longestFixed} %}{% capture v %}{% endcapture %}{% endif %}`;
}

function minus(variable: string, ...terms: string[]): string {
  const filters = terms.map((term) => ` | minus: ${term}`).join("");
  return `{% assign ${variable} = ${variable}${filters} %}`;
}

/**
 * Writes a value within `limit` characters of JSON. An escape takes two to six characters, so if cutting to the limit is
 * not enough, half of it is tried, then a sixth.
 *
 * @param whole the variable with the whole value as JSON
 */
export function cut(value: string, whole: string): string {
  const attempt = (filters: string) =>
    `{% assign n = limit | minus: 2${filters} %}{% capture t %}{{${value} | truncate: n, "…" | to_json}}{% endcapture %}`;
  return [
    `{% capture t %}{{${whole}}}{% endcapture %}`,
    `{% if t.size > limit %}${attempt("")}{% endif %}`,
    `{% if t.size > limit %}${attempt(" | divided_by: 2")}{% endif %}`,
    `{% if t.size > limit %}${attempt(" | divided_by: 6")}{% endif %}`,
    "{{t}}",
  ].join("");
}
