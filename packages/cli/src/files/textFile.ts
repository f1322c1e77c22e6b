// A text file on disk: read unchanged, replaced in one step.

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
import { UserError } from "@tac-handoff/studio/errors";

export interface TextFile {
  /** The file that contains the text, after following links. */
  path: string;
  /** undefined if the file does not exist yet. */
  text: string | undefined;
  /** undefined if the file does not exist yet. */
  stats: Stats | undefined;
}

/** @throws FileError for a folder, a device, a file without read permission, or one that is not UTF-8 */
export function readTextFile(file: string): TextFile {
  const path = followLinks(file);
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { path, text: undefined, stats };
    if (!stats.isFile()) throw new FileError(file, describeKind(stats));
    // Keeps a byte order mark; without `fatal`, bytes that are not valid UTF-8 would be replaced.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    return { path, text, stats };
  } catch (error) {
    if (error instanceof TypeError) throw new FileError(file, "is not UTF-8. Save it as UTF-8.");
    throw error instanceof FileError ? error : new FileError(file, describeRefusal(error, path));
  }
}

/**
 * Replaces the text in one step: readers see either the old file or the new one, even after a crash. When run as root,
 * the file keeps its owner.
 *
 * @param options.access `kept` keeps the mode of the existing file, or uses the default for a new one; `private` keeps
 * the owner's permissions and removes those of others
 * @throws FileError if the folder does not exist or is not writable; nothing is left behind
 */
export function replaceTextFile(
  { path, stats }: TextFile,
  text: string,
  { access }: { access: "kept" | "private" },
): void {
  const mode = access === "private" ? (stats?.mode ?? 0o600) & 0o600 : (stats?.mode ?? 0o666) & 0o777;
  const draft = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  let isMade = false;
  try {
    const handle = openSync(draft, "wx", mode);
    isMade = true;
    try {
      writeFileSync(handle, text);
      if (stats && process.getuid?.() === 0) fchownSync(handle, stats.uid, stats.gid);
      // The mode of a new file is subject to the umask.
      if (stats) fchmodSync(handle, mode);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, path);
  } catch (error) {
    if (isMade) rmSync(draft);
    throw new FileError(path, describeRefusal(error, path));
  }
}

/** Whether users other than the owner have any permission on the file. */
export function isOpenToOthers({ stats }: TextFile): boolean {
  return stats !== undefined && (stats.mode & 0o077) !== 0;
}

/**
 * Appends lines to a file that belongs to another program, such as GitHub's runner.
 *
 * @throws FileError if it cannot be written
 */
export function appendToTextFile(file: string, lines: string): void {
  const { path, text = "" } = readTextFile(file);
  try {
    appendFileSync(path, text === "" || text.endsWith("\n") ? lines : `\n${lines}`);
  } catch (error) {
    throw new FileError(file, describeRefusal(error, path));
  }
}

/** A link to a file that does not exist yet is followed, too: the file is created at its target. */
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

function describeKind(stats: Stats): string {
  return stats.isDirectory()
    ? "is a folder. Specify a file in it."
    : "exists but is not a file. Specify a file.";
}

function describeRefusal(error: unknown, path: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const folder = dirname(path);
  if (code === "ENOENT")
    return `cannot be written: folder ${folder} does not exist. Create it, or specify another file.`;
  if (code === "ENOTDIR") return `cannot be written: ${folder} is not a folder. Specify another file.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `cannot be read or replaced (${code}). Fix the permissions of the file and of ${folder}, or specify another file.`;
  return `cannot be read or replaced: ${error instanceof Error ? error.message : error}.`;
}

/** The file cannot be read or written; the message has the file and the reason. */
export class FileError extends UserError {
  override readonly name = "FileError";

  constructor(file: string, problem: string) {
    super(`${file} ${problem}`);
  }
}
