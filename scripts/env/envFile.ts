// A .env file on disk: read as it is, replaced in one step, for its owner's eyes only.

import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface EnvFile {
  /** Where the text is: the file that a link leads to. */
  path: string;
  /** "" when there is no file yet. */
  text: string;
  /** undefined when there is no file yet. */
  stats: Stats | undefined;
}

/** @throws EnvFileError for a folder, a device, a file without read permission, or one that is not UTF-8 */
export function readEnvFile(file: string): EnvFile {
  const path = followLinks(file);
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { path, text: "", stats };
    if (!stats.isFile()) throw new EnvFileError(file, describeKind(stats, file));
    // Kept as it is, a byte order mark included; a byte that is no UTF-8 would come back as another one.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    return { path, text, stats };
  } catch (error) {
    if (error instanceof TypeError)
      throw new EnvFileError(file, "is not UTF-8, which TAC's loaders expect. Save it as UTF-8.");
    throw error instanceof EnvFileError ? error : new EnvFileError(file, describeRefusal(error, path));
  }
}

/**
 * Replaces the text in one step: whoever reads sees the old file or the new one, also after a crash. Readable and
 * writable for its owner at most (600); an owner that root finds keeps the file.
 *
 * @throws EnvFileError when the folder is missing or takes no file; nothing is left behind
 */
export function writeEnvFile({ path, stats }: EnvFile, text: string): void {
  const folder = dirname(path);
  const draft = join(folder, `.${randomBytes(6).toString("hex")}.env.tmp`);
  let isMade = false;
  try {
    const handle = openSync(draft, "wx", 0o600);
    isMade = true;
    try {
      writeFileSync(handle, text);
      if (stats && process.getuid?.() === 0) fchownSync(handle, stats.uid, stats.gid);
      fchmodSync(handle, privateMode(stats));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, path);
  } catch (error) {
    if (isMade) rmSync(draft);
    throw new EnvFileError(path, describeRefusal(error, path));
  }
}

/** Whether others than its owner may do anything with the file. */
export function isOpenToOthers({ stats }: EnvFile): boolean {
  return stats !== undefined && (stats.mode & 0o077) !== 0;
}

/**
 * Adds lines at the end of a file that is somebody else's, such as that of GitHub's runner.
 *
 * @throws EnvFileError when it cannot be written
 */
export function appendToFile(file: string, lines: string): void {
  const { path, text } = readEnvFile(file);
  try {
    appendFileSync(path, text === "" || text.endsWith("\n") ? lines : `\n${lines}`);
  } catch (error) {
    throw new EnvFileError(file, describeRefusal(error, path));
  }
}

/** What the owner may is kept, unless it could not be read back. */
function privateMode(stats: Stats | undefined): number {
  return stats ? stats.mode & 0o600 : 0o600;
}

/** A link that leads to no file yet is followed too: the file is made where it leads. */
function followLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    try {
      return followLinks(resolve(dirname(file), readlinkSync(file)));
    } catch {
      return resolve(file);
    }
  }
}

function describeKind(stats: Stats, file: string): string {
  return stats.isDirectory()
    ? `is a folder. Name a file in it, for instance ${join(file, ".env")}.`
    : "is neither a file nor missing. Name a file.";
}

function describeRefusal(error: unknown, path: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const folder = dirname(path);
  if (code === "ENOENT")
    return `cannot be written: there is no folder ${folder}. Make it, or name another file.`;
  if (code === "ENOTDIR") return `cannot be written: ${folder} is no folder. Name another file.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `cannot be read or replaced (${code}). Mend the permissions of it and of ${folder}, or name another file.`;
  return `cannot be read or replaced: ${error instanceof Error ? error.message : error}.`;
}

/** The file cannot be read or written; says which and why. */
export class EnvFileError extends Error {
  override readonly name = "EnvFileError";
  readonly forUser = true;

  constructor(file: string, problem: string) {
    super(`${file} ${problem}`);
  }
}
