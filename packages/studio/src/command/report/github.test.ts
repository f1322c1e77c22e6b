import { expect, test } from "vitest";
import { githubReport } from "./github.ts";

test("each issue is a workflow command whose text cannot end it or begin another", () => {
  const region = { line: 3, column: 5, endLine: 3, endColumn: 9 };
  const issue = { code: "missing", severity: "warning", path: "", message: "100%:\n::error::x" } as const;

  const report = githubReport({
    flows: [
      { file: "a,b:c.json", issues: [{ ...issue, ...region }] },
      { file: "d.json", issues: [{ ...issue, severity: "error", ...region, endLine: 4 }] },
    ],
    unreadable: [
      { file: "e.json", message: "not found.", place: { line: 1, column: 2 } },
      { file: "f.json", message: "no." },
    ],
    skipped: [],
    counts: { error: 1, warning: 1 },
  });

  expect(report.split("\n")).toEqual([
    "::warning file=a%2Cb%3Ac.json,line=3,col=5,endColumn=9,title=missing::100%25: ::error::x",
    "::error file=d.json,line=3,col=5,endLine=4,title=missing::100%25: ::error::x",
    "::error file=e.json,line=1,col=2,title=unreadable::not found.",
    "::error file=f.json,title=unreadable::no.",
    "",
  ]);
});
