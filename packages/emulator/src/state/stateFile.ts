import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { State } from "./state.ts";

/** Reads a saved state, also one that was saved when there was less to know; undefined when the file does not exist yet. */
export function loadState(file: string): State | undefined {
  try {
    return complete(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Error(`state file ${file} cannot be read: ${String(error)}`, { cause: error });
  }
}

function complete(saved: State): State {
  const state: State = {
    ...saved,
    operatorResults: saved.operatorResults ?? {},
    profiles: saved.profiles ?? {},
  };
  for (const { communications, participants } of Object.values(state.conversations)) {
    for (const communication of communications) communication.deliveredTo ??= [];
    for (const participant of participants) participant.name ??= participant.addresses[0]?.address ?? "";
  }
  return state;
}

/** Saves the state. A crash in the middle leaves the file as it was before. It holds credentials: owner only. */
export function saveState(file: string, state: State): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, file);
}
