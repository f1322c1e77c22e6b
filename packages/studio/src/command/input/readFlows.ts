// Reads the flows in files, folders and standard input.

import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, normalize, resolve } from "node:path";
import type { Io } from "../io/io.ts";
import { counted, oneLine } from "../io/terminal.ts";
import { type FoundFlow, findFlows, seemsFlow } from "./findFlows.ts";
import { findJsonFault } from "./jsonFault.ts";
import { type Locate, locator } from "./jsonPlace.ts";
import { fileProblem, type NamedText, readText, UnreadableFile } from "./readText.ts";
import { excerpt, type Place, placeOf } from "./textPlace.ts";

/** A flow that was read. */
export interface ReadFlow extends FoundFlow {
  /** As the user knows it: the given name, or a path below the given folder; `<stdin>` for standard input. */
  file: string;
  /** Finds the place in the file of the value under these keys of the definition. */
  locate: Locate;
}

/** A file named by the user that does not contain a flow, or contains other data as well. */
export interface Unreadable {
  file: string;
  /** One sentence: what was found and what was expected. */
  message: string;
  place?: Place;
  /** The line in question, with a caret below the column. */
  excerpt?: string;
}

export interface Reading {
  flows: ReadFlow[];
  unreadable: Unreadable[];
  /** JSON files in folders that are not flows. */
  skipped: string[];
}

/** For the user: the file, the place, the reason, and the line in question. */
export function unreadableText({ file, message, place, excerpt }: Unreadable): string {
  const where = place ? `${oneLine(file)}:${place.line}:${place.column}` : oneLine(file);
  return `${where}: ${oneLine(message)}\n${excerpt === undefined ? "" : `${excerpt}\n`}`;
}

/**
 * Reads flows in the order of the names, each file once.
 *
 * @param names files; folders, for all `*.json` below them that are flows; `-` for standard input
 */
export async function readFlows(names: readonly string[], io: Pick<Io, "cwd" | "stdin">): Promise<Reading> {
  const reading: Reading = { flows: [], unreadable: [], skipped: [] };
  const { flows, unreadable, skipped } = reading;
  const seen = new Set<string>();
  for (const name of names) {
    const isFolder = name !== "-" && isDirectory(resolve(io.cwd, name));
    for (const file of isFolder ? jsonBelow(name, io.cwd, unreadable) : [name]) {
      const path = file === "-" ? file : resolve(io.cwd, file);
      if (seen.has(path)) continue;
      seen.add(path);
      try {
        readDocument(await readText(file, io), { isAsked: !isFolder }, reading);
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        unreadable.push({ file: error.file, message: error.problem });
      }
    }
  }
  if (flows.length === 0 && unreadable.length === 0) {
    const looked =
      skipped.length === 0
        ? "no *.json file found"
        : `${counted(skipped.length, "JSON file")} found, but no flow`;
    unreadable.push({
      file: names.join(", "),
      message: `${looked}. Specify a flow's file, or a folder that contains flows.`,
    });
  }
  return reading;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // reading it reports the reason
  }
}

/** Symbolic links to folders are not followed, since they may form a cycle. */
function jsonBelow(folder: string, cwd: string, unreadable: Unreadable[]): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
  } catch (error) {
    unreadable.push({ file: folder, message: fileProblem(error, cwd) });
    return [];
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
      const path = normalize(join(folder, entry.name));
      if (entry.isDirectory()) return jsonBelow(path, cwd, unreadable);
      return /\.json$/i.test(entry.name) ? [path] : [];
    });
}

function readDocument(
  { file, text }: NamedText,
  { isAsked }: { isAsked: boolean },
  { flows, unreadable, skipped }: Reading,
): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Whether an invalid file was meant to be a flow is uncertain, but every flow has this key, and hardly any other
    // file.
    if (isAsked || text.includes("initial_state")) unreadable.push(broken(file, text));
    else skipped.push(file);
    return;
  }
  if (!isAsked && !seemsFlow(document)) {
    skipped.push(file);
    return;
  }
  const locate = locator(text);
  const { found, none } = findFlows(document);
  for (const flow of found) flows.push({ ...flow, file, locate: (keys) => locate([...flow.keys, ...keys]) });
  for (const { keys, reason } of none)
    unreadable.push({ file, message: `valid JSON, but not a flow: ${reason}.`, place: locate(keys) });
}

function broken(file: string, text: string): Unreadable {
  const { offset, message } = findJsonFault(text) ?? { offset: 0, message: "unknown reason" };
  const place = placeOf(text, offset);
  const shown = text.trim() === "" ? {} : { excerpt: excerpt(text, place) };
  return { file, message: `invalid JSON: ${message}.`, place, ...shown };
}
