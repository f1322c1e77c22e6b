import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inCheckout } from "../commands/checkout.ts";
import { generatedPages, stalePages } from "./pages.ts";

test("the generated pages and pictures are current (else: npm run docs)", async () => {
  const root = join(import.meta.dirname, "../../../..");

  expect(stalePages(root, await generatedPages(inCheckout))).toEqual([]);
});

test("a page is stale when it is missing or differs by anything", () => {
  const root = mkdtempSync(join(tmpdir(), "docs-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "current.md"), "# One\n");
  writeFileSync(join(root, "edited.md"), "# Two, edited\n");

  expect(
    stalePages(root, { "current.md": "# One\n", "edited.md": "# Two\n", "missing.md": "# Three\n" }),
  ).toEqual(["edited.md", "missing.md"]);
});
