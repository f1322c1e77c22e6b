import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ensureDocuments } from "./ensureDocuments.ts";

function emptyRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

const progress = <T>(_: string, work: () => Promise<T>) => work();

test("documents that are there are used, without asking npm", async () => {
  const root = emptyRoot();
  const folder = join(root, "node_modules/.cache/tac-handoff/twilio-documents-9.0.0");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "twilio_conversations_v2.json"), "{}");
  vi.stubEnv("PATH", "");

  expect(await ensureDocuments({ root, progress })).toEqual({ folder });
});

test("where npm cannot fetch them there is a reason, and nothing is left behind", async () => {
  const root = emptyRoot();
  vi.stubEnv("PATH", "");

  expect(await ensureDocuments({ root, progress })).toEqual({
    reason: expect.stringMatching(/^Twilio's OpenAPI documents cannot be had: .*npm/),
  });
  expect(readdirSync(join(root, "node_modules/.cache/tac-handoff"))).toEqual([]);
});
