// A text file on disk: read as it is, replaced in one step.

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
  /** Where the text is: the file that a link leads to. */
  path: string;
  /** undefined when there is no file yet. */
  text: string | undefined;
  /** undefined when there is no file yet. */
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
    // Kept as it is, a byte order mark included; a byte that is no UTF-8 would come back as another one.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    return { path, text, stats };
  } catch (error) {
    if (error instanceof TypeError) throw new FileError(file, "is not UTF-8. Save it as UTF-8.");
    throw error instanceof FileError ? error : new FileError(file, describeRefusal(error, path));
  }
}

/**
 * Replaces the text in one step: whoever reads sees the old file or the new one, also after a crash. An owner that root
 * finds keeps the file.
 *
 * @param options.access `kept` is that of the file before, or what a new file gets; `private` leaves what its owner may
 * do with it, and nothing to others
 * @throws FileError when the folder is missing or takes no file; nothing is left behind
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
      // Of a new file's mode, the umask has taken what it takes.
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

/** Whether others than its owner may do anything with the file. */
export function isOpenToOthers({ stats }: TextFile): boolean {
  return stats !== undefined && (stats.mode & 0o077) !== 0;
}

/**
 * Adds lines at the end of a file that is somebody else's, such as that of GitHub's runner.
 *
 * @throws FileError when it cannot be written
 */
export function appendToTextFile(file: string, lines: string): void {
  const { path, text = "" } = readTextFile(file);
  try {
    appendFileSync(path, text === "" || text.endsWith("\n") ? lines : `\n${lines}`);
  } catch (error) {
    throw new FileError(file, describeRefusal(error, path));
  }
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

function describeKind(stats: Stats): string {
  return stats.isDirectory()
    ? "is a folder. Name a file in it."
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
export class FileError extends UserError {
  override readonly name = "FileError";

  constructor(file: string, problem: string) {
    super(`${file} ${problem}`);
  }
}
