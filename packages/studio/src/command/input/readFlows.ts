// Files, folders and standard input, as far as they hold flows.

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
  /** As a person finds it again: the name that was given, or below the folder that was given; `<stdin>`. */
  file: string;
  /** Where in the file the value under these keys of the definition stands. */
  locate: Locate;
}

/** A file that was asked for and holds no flow, or more than flows. */
export interface Unreadable {
  file: string;
  /** One sentence: what was found, what was expected. */
  message: string;
  place?: Place;
  /** The line in question, with a caret below the column. */
  excerpt?: string;
}

export interface Reading {
  flows: ReadFlow[];
  unreadable: Unreadable[];
  /** JSON files of folders that are no flows. */
  skipped: string[];
}

/** For a person: which file, where in it, why; and the line in question. */
export function unreadableText({ file, message, place, excerpt }: Unreadable): string {
  const where = place ? `${oneLine(file)}:${place.line}:${place.column}` : oneLine(file);
  return `${where}: ${oneLine(message)}\n${excerpt === undefined ? "" : `${excerpt}\n`}`;
}

/**
 * Reads flows in the order of the names; each file once.
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
        ? "there is no *.json file"
        : `none of ${counted(skipped.length, "JSON file")} is a flow`;
    unreadable.push({
      file: names.join(", "),
      message: `${looked}. Name a flow's file, or a folder with flows in it.`,
    });
  }
  return reading;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // reading it says why
  }
}

/** Links to folders are not followed: they may lead back. */
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
    // Nobody can tell what a broken file was meant to be, but this word is in every flow and hardly anywhere else.
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
    unreadable.push({ file, message: `JSON, but no flow: ${reason}.`, place: locate(keys) });
}

function broken(file: string, text: string): Unreadable {
  const { offset, message } = findJsonFault(text) ?? { offset: 0, message: "not understood" };
  const place = placeOf(text, offset);
  const shown = text.trim() === "" ? {} : { excerpt: excerpt(text, place) };
  return { file, message: `broken JSON: ${message}.`, place, ...shown };
}
