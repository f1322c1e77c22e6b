import { expect, test } from "vitest";
import { checkFlow } from "../../check.ts";
import { exampleDefinition, widget } from "../../codes/issueCode.ts";

function codes(attributes: string): string[] {
  const flex = widget(
    "flex",
    "send-to-flex",
    { workflow: `WW${"0".repeat(32)}`, channel: `TC${"0".repeat(32)}`, attributes },
    { callComplete: null, failedToEnqueue: null, callFailure: null },
  );
  const issues = checkFlow(exampleDefinition({ widgets: [flex] }));
  return issues.map(({ code }) => code).filter((code) => code === "summary_not_found");
}

const id = "{{trigger.request.conversationId | to_json}}";

test.each([
  ["below another key", `{"handoff": {"conversationId": ${id}}}`],
  ["under another name", `{"conversation": ${id}}`],
  ["the store alone", '{"storeId": {{widgets.parse.parsed.storeId | to_json}}}'],
  ["with a tag", '{"reason": "{% if true %}a{% endif %}", "handoff": {"conversationId": "{{x.y}}"}}'],
])("a payload whose conversation is %s is reported", (_, attributes) => {
  expect(codes(attributes)).toEqual(["summary_not_found"]);
});

test.each([
  ["at the top level", `{"conversationId": ${id}, "storeId": "x"}`],
  ["no hand-off", '{"department": "billing"}'],
  ["not readable", `{"handoff": ${id}`],
  ["a Liquid value as a whole", "{{widgets.parse.parsed.conversationId}}"],
])("%s is not reported", (_, attributes) => {
  expect(codes(attributes)).toEqual([]);
});
