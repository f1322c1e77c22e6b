import { expect, test } from "vitest";
import { expression, findExpressionFault, targetWorkers } from "./expression.ts";

// Examples from twilio.com/docs/taskrouter/expression-syntax, /workflow-configuration and /worker-presence.
test.each([
  "1 == 1",
  "1==1",
  '"apple" != "orange"',
  'object.param != "apple"',
  'language IN ["en", "es"]',
  "(condition_a == true) OR (condition_b == true)",
  '(language == "en" OR language == "fr") AND skill_rating >= 5.1',
  "(skills HAS 'support') AND (languages HAS 'english')",
  "skills has 'support' and not_a_word == 1",
  "language not in ['fr']",
  "worker.id IN task.preferred_agents",
  "workers.available == 0",
  "workers.WA0123456789abcdef0123456789abcdef > 0",
  "routing.levels.billing > 1",
  'routing.skills HAS "Ann\'s \\"own\\" \\\\ queue"',
  "object.array[2] == 'c' && 1 == 1 || a = null",
  "x IN []",
  "temperature > -5.5",
  'name == "Größe: größer"',
])("%s is an expression", (text) => {
  expect(findExpressionFault(text)).toBeUndefined();
});

const comparison = "expected a comparison (==, !=, <, >, HAS, IN, CONTAINS)";

test.each([
  ["", "expected a value, found the end"],
  ["   ", "expected a value, found the end"],
  ["department", `${comparison}, found the end`],
  ["department ==", "expected a value, found the end"],
  ["department = = 1", "expected a value, found ="],
  ["skills LIKE 'a'", `${comparison}, found LIKE`],
  ["(1 == 1", "expected ), found the end"],
  ["1 == 1)", "expected AND, OR or the end, found )"],
  ["1 == 1 1 == 1", "expected AND, OR or the end, found 1"],
  ["a IN ['x' 'y']", "expected ], found 'y'"],
  ["a == 1 AND", "expected a value, found the end"],
  ["skills HAS AND 1 == 1", "expected a value, found AND"],
  ["some-key == 1", "-key == 1 is not understood (keys cannot contain hyphens)"],
  ["name == 'open", "'open is not understood"],
  ["a ~ b", "~ b is not understood"],
])("%j is not an expression", (text, fault) => {
  expect(findExpressionFault(text)).toBe(fault);
  expect(expression.safeParse(text).error?.issues[0]?.message).toBe(
    `is not a TaskRouter expression: ${fault}`,
  );
});

test("a queue may have no workers, and no filter an empty expression", () => {
  expect(targetWorkers.safeParse("").success).toBe(true);
  expect(targetWorkers.safeParse("skills").success).toBe(false);
  expect(expression.safeParse("").success).toBe(false);
});
