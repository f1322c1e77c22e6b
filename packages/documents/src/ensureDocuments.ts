// Provides Twilio's OpenAPI documents: a part of one npm package, fetched once and kept below node_modules.

import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execa } from "execa";
import * as tar from "tar";

/**
 * The only public place with documents of Conversations v2, Intelligence v3 and Memory v1. As a dependency it would
 * bring in 271 packages, so its tarball is fetched by itself. 8.x lacks these documents.
 */
const source = {
  package: "@twilio/cli-core@9.0.0",
  integrity:
    "sha512-FPHm5gXAUwM2oATmQi3AGYPFz4Urg5G5/vDkpUu5WqNuwueQaS93HwXjdX1OM+miuq0LMimdfbXDTLEp4Nsjfg==",
  folder: "package/src/services/twilio-api/",
};

/** For 0.9 MB; a stalled registry must not hang the tests. */
const fetchTimeoutMs = 2 * 60_000;

/** Shows what is being done for as long as the work takes. */
type Progress = <T>(doing: string, work: () => Promise<T>) => Promise<T>;

/** Absolute path of the folder with one JSON file per document; or on one line why there is none. */
export type Documents = { folder: string } | { reason: string };

/**
 * Finds the documents, or fetches them, which takes a few seconds.
 *
 * @param options.root the checkout; default: the current folder
 */
export async function ensureDocuments({
  root = process.cwd(),
  progress,
}: {
  root?: string;
  progress: Progress;
}): Promise<Documents> {
  const cache = resolve(root, "node_modules/.cache/tac-handoff");
  const folder = join(cache, "twilio-documents-9.0.0");
  if (await readFile(join(folder, "twilio_conversations_v2.json")).catch(() => undefined)) return { folder };
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, "twilio-documents-draft-"));
  try {
    await progress("Fetching Twilio's OpenAPI documents for the tests", () => fetchInto(draft));
    // If another run was faster, its result is kept.
    await rename(draft, folder).catch(() => {});
    return { folder };
  } catch (error) {
    const [why = ""] = String(error instanceof Error ? error.message : error).split("\n");
    return { reason: `Twilio's OpenAPI documents cannot be had: ${why}` };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fetchInto(folder: string): Promise<void> {
  const { stdout } = await execa(
    "npm",
    ["pack", source.package, "--json", "--silent", "--pack-destination", folder],
    { timeout: fetchTimeoutMs, stdin: "ignore" },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const tarball = join(folder, filename);
  const integrity = `sha512-${createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64")}`;
  if (integrity !== source.integrity)
    throw new Error(`${source.package} has integrity ${integrity}, expected ${source.integrity}`);
  await tar.extract({
    file: tarball,
    cwd: folder,
    strip: source.folder.split("/").length - 1,
    filter: (path) => path.startsWith(source.folder) && path.endsWith(".json"),
  });
  await rm(tarball);
}
