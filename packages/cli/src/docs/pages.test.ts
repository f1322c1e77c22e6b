import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inCheckout } from "../commands/checkout.ts";
import { generatedPages, pageMakers, stalePages } from "./pages.ts";

test("the generated pages and pictures are up to date (if not: npm run docs)", async () => {
  const root = join(import.meta.dirname, "../../../..");

  const { pages, failures } = await generatedPages(pageMakers(inCheckout));

  expect(failures).toEqual([]);
  expect(stalePages(root, pages), "Run npm run docs and commit the result.").toEqual([]);
});

test("a page that fails is reported with its reason, and the others are generated", async () => {
  const { pages, failures } = await generatedPages({
    "broken.md": () => {
      throw new Error("attribute contract: reason: is taken");
    },
    "unreadable.svg": () => Promise.reject("gone"),
    "fine.md": () => "# Fine\n",
    "later.svg": async () => "<svg/>",
  });

  expect(pages).toEqual({ "fine.md": "# Fine\n", "later.svg": "<svg/>" });
  expect(failures).toEqual([
    { file: "broken.md", reason: "attribute contract: reason: is taken" },
    { file: "unreadable.svg", reason: "gone" },
  ]);
});

test("a page is stale if it is missing or differs in any way", () => {
  const root = mkdtempSync(join(tmpdir(), "docs-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "current.md"), "# One\n");
  writeFileSync(join(root, "edited.md"), "# Two, edited\n");

  expect(
    stalePages(root, { "current.md": "# One\n", "edited.md": "# Two\n", "missing.md": "# Three\n" }),
  ).toEqual(["edited.md", "missing.md"]);
});
