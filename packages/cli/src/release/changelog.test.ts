import { expect, test } from "vitest";
import { addVersion, entryOf } from "./changelog.ts";

const entries = ["`npm run doctor` finds a missing queue.", "Flows compare faster.\nBy half."];

test("an entry is the text of a changeset", () => {
  expect(entryOf('---\n"@tac-handoff/cli": minor\n---\n\nThe doctor reads queues.\n')).toBe(
    "The doctor reads queues.",
  );
  expect(entryOf("---\n---\n\nNothing for packages.\n")).toBe("Nothing for packages.");
});

test("a file without front matter is rejected", () => {
  expect(() => entryOf("Just text\n")).toThrow("not a changeset, it has no front matter:\nJust text\n");
});

test("a version is added above the previous ones", () => {
  const before = "# Changelog\n\n## 0.1.0 (2026-11-30)\n\n- First.\n";

  expect(addVersion(before, { version: "0.2.0", date: "2026-12-14", entries })).toBe(
    "# Changelog\n\n" +
      "## 0.2.0 (2026-12-14)\n\n- `npm run doctor` finds a missing queue.\n- Flows compare faster.\n  By half.\n\n" +
      "## 0.1.0 (2026-11-30)\n\n- First.\n",
  );
});

test("the first version is added below the introduction", () => {
  expect(addVersion("# Changelog\n", { version: "0.1.0", date: "2026-11-30", entries: ["First."] })).toBe(
    "# Changelog\n\n## 0.1.0 (2026-11-30)\n\n- First.\n",
  );
});
