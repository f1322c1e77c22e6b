// The local Twilio as a process of its own, so that it can outlive the demo (--keep).

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

/** Not yet recorded in its file: an interrupt now must end it as well. */
let starting: ChildProcess | undefined;

/** How long the process may take to respond, in milliseconds; it takes about one second. */
const patienceMs = 20_000;

/**
 * Starts the local Twilio on `port`, or on any free port when that one is taken.
 *
 * @param folder where its state, its log and its process id are kept
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
  await answering(url, child);
  writeFileSync(join(folder, "twilio.pid"), JSON.stringify({ pid: child.pid, url }));
  starting = undefined;
  return { url, stop: () => stopLocalTwilio(folder) };
}

/** Stops the local Twilio that a folder remembers, if it still runs, and one that is just starting. */
export async function stopLocalTwilio(folder: string): Promise<void> {
  starting?.kill();
  const file = join(folder, "twilio.pid");
  if (!existsSync(file)) return;
  const { pid, url } = record.parse(JSON.parse(readFileSync(file, "utf8")));
  // The id may long belong to another process: only one that answers with it is ended.
  if ((await health(url))?.pid === pid) {
    process.kill(pid, "SIGTERM");
    while (await health(url)) await delay(20);
  }
  rmSync(file);
}

async function answering(url: string, child: ChildProcess): Promise<void> {
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
    const answer = await fetch(`${url}/local/health`, { headers: { connection: "close" } });
    return (await answer.json()) as { pid?: number };
  } catch {
    return undefined;
  }
}

async function freePort(wanted: number): Promise<number> {
  const bound = await bind(wanted);
  return bound ?? (await bind(0)) ?? wanted;
}

/** The port that a server got, or undefined when it is taken. */
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
