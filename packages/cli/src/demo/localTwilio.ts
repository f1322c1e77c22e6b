// Runs the local Twilio as a separate process, so that it can outlive the demo (--keep).

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

export interface LocalTwilio {
  url: string;
  stop(): Promise<void>;
}

const record = z.object({ pid: z.number(), url: z.string() });

/** Not yet recorded in its file: an interrupt must stop it, too. */
let starting: ChildProcess | undefined;

/** How long the process may take to respond, in milliseconds; it takes about one second. */
const patienceMs = 20_000;

/**
 * Starts the local Twilio on `port`, or on any free port if that one is in use.
 *
 * @param folder for its state, its log and its process ID
 */
export async function startLocalTwilio({
  folder,
  port,
}: {
  folder: string;
  port: number;
}): Promise<LocalTwilio> {
  mkdirSync(folder, { recursive: true });
  const free = await freePort(port);
  const url = `http://127.0.0.1:${free}`;
  const log = openSync(join(folder, "twilio.log"), "w");
  const args = [
    "scripts/run.mjs",
    "emulator",
    "--port",
    String(free),
    "--state",
    join(folder, "twilio.json"),
  ];
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  child.unref();
  starting = child;
  await responding(url, child);
  writeFileSync(join(folder, "twilio.pid"), JSON.stringify({ pid: child.pid, url }));
  starting = undefined;
  return { url, stop: () => stopLocalTwilio(folder) };
}

/** Stops the local Twilio recorded in a folder, if it is still running, and one that is just starting. */
export async function stopLocalTwilio(folder: string): Promise<void> {
  starting?.kill();
  const file = join(folder, "twilio.pid");
  if (!existsSync(file)) return;
  const { pid, url } = record.parse(JSON.parse(readFileSync(file, "utf8")));
  // The ID may belong to another process by now: stop it only if the server at this URL reports the same ID.
  if ((await health(url))?.pid === pid) {
    process.kill(pid, "SIGTERM");
    while (await health(url)) await delay(20);
  }
  rmSync(file);
}

async function responding(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await health(url))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      throw new Error(`The local Twilio did not start at ${url}. Its output is in twilio.log.`);
    }
    await delay(50);
  }
}

async function health(url: string): Promise<{ pid?: number } | undefined> {
  try {
    const response = await fetch(`${url}/local/health`, { headers: { connection: "close" } });
    return (await response.json()) as { pid?: number };
  } catch {
    return undefined;
  }
}

async function freePort(wanted: number): Promise<number> {
  const bound = await bind(wanted);
  return bound ?? (await bind(0)) ?? wanted;
}

/** The port that a server was bound to, or undefined if it is in use. */
function bind(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
