import { expect, test } from "vitest";
import { issueCodes } from "../../check/codes/codes.ts";
import type { CheckReport, Issue } from "./report.ts";
import { sarifReport } from "./sarif.ts";

const region = { line: 3, column: 5, endLine: 3, endColumn: 9 };
const issue = (code: Issue["code"], severity: Issue["severity"] = "error"): Issue => ({
  code,
  severity,
  path: "states[0].type",
  message: `the ${code}`,
  widget: "greet",
  ...region,
});

function sarif(report: Partial<CheckReport>) {
  const whole = { flows: [], unreadable: [], skipped: [], counts: { error: 0, warning: 0 }, ...report };
  return JSON.parse(sarifReport(whole, { cwd: "/project", version: "1.2.3" }));
}

test("a result has its rule, level, message, place in the file and place in the flow", () => {
  const { version, runs } = sarif({ flows: [{ file: "flow.json", issues: [issue("missing", "warning")] }] });

  expect([version, runs.length, runs[0].columnKind]).toEqual(["2.1.0", 1, "utf16CodeUnits"]);
  expect(runs[0].results).toEqual([
    {
      ruleId: "missing",
      ruleIndex: runs[0].tool.driver.rules.findIndex(({ id }: { id: string }) => id === "missing"),
      level: "warning",
      message: { text: "the missing" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "flow.json" },
            region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
          },
          logicalLocations: [{ name: "greet", fullyQualifiedName: "states[0].type" }],
        },
      ],
    },
  ]);
});

test("every code is a rule, with its meaning and its fix", () => {
  const { rules } = sarif({}).runs[0].tool.driver;

  expect(rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(issueCodes));
  const [first] = Object.values(issueCodes);
  expect(rules[0]).toMatchObject({
    shortDescription: { text: `${first?.title}.` },
    help: { text: `${first?.explanation}\n\n${first?.remedy}` },
  });
});

test("each result refers to its rule", () => {
  const codes = ["wrong_type", "missing", "wrong_type", "unreachable"] as const;
  const [run] = sarif({ flows: [{ file: "flow.json", issues: codes.map((code) => issue(code)) }] }).runs;
  const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);

  expect(run.results.map(({ ruleIndex }: { ruleIndex: number }) => ids[ruleIndex])).toEqual(codes);
});

test.each([
  ["flows/a.json", "flows/a.json"],
  ["./flows/../b.json", "b.json"],
  ["/project/c.json", "c.json"],
  ["with space/100%.json", "with%20space/100%25.json"],
  ["../elsewhere.json", "file:///elsewhere.json"],
  ["<stdin>", "stdin"],
])("the file %s is %s", (file, uri) => {
  const [run] = sarif({ flows: [{ file, issues: [issue("missing")] }] }).runs;

  expect(run.results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri });
});

test("an unreadable file makes the run unsuccessful", () => {
  const [run] = sarif({
    unreadable: [{ file: "b.json", message: "broken JSON.", place: { line: 2, column: 3 } }],
  }).runs;

  expect(run.results).toEqual([]);
  expect(run.invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: "error",
          message: { text: "broken JSON." },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: "b.json" },
                region: { startLine: 2, startColumn: 3 },
              },
            },
          ],
        },
      ],
    },
  ]);
});
