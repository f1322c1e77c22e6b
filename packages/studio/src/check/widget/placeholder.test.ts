import { expect, test } from "vitest";
import { findPlaceholder } from "./placeholder.ts";

const dollar = "$";

test.each([
  [`${dollar}{WORKFLOW_SID}`, `${dollar}{WORKFLOW_SID}`],
  [`https://${dollar}{module.api.host}/x`, `${dollar}{module.api.host}`],
  [`${dollar}{workflows[\n  "sales"\n]}`, `${dollar}{workflows[ "sales" ]}`],
  ["$(ApiHost)", "$(ApiHost)"],
  ["%{workflow_sid}", "%{workflow_sid}"],
  ["#{WorkflowSid}", "#{WorkflowSid}"],
  ["%s", "%s"],
  ["https://%s/status", "%s"],
  ["<<INSERT URL>>", "<<INSERT URL>>"],
  ["<WORKFLOW_SID>", "<WORKFLOW_SID>"],
  ["<your workflow sid>", "<your workflow sid>"],
  ["__WORKFLOW_SID__", "__WORKFLOW_SID__"],
  ["YOUR-FUNCTION-URL", "YOUR-FUNCTION-URL"],
  ["https://YOUR_DOMAIN.twil.io/x", "YOUR_DOMAIN"],
  ["https://your-domain.twil.io/x", "your-domain.twil.io"],
  ["CHANGE_ME", "CHANGE_ME"],
  [`WW${"x".repeat(32)}`, `WW${"x".repeat(32)}`],
])("%s has the placeholder %s", (text, placeholder) => {
  expect(findPlaceholder(text)).toBe(placeholder);
});

test.each([
  "{{flow.data.WORKFLOW_SID}} {% if a %}{b}{% endif %}",
  "Your order costs $5 {net}, 10% off, see <break time='1s'/> and <Say>",
  "__init__ and 5 %s of it",
  "https://api.example.com/a%20b?x=%s1",
  `WW${"0".repeat(32)}`,
  "YOUR ORDER",
  "",
])("%s has no placeholder", (text) => {
  expect(findPlaceholder(text)).toBeUndefined();
});
