// The example agent as a process of its own: unmodified TAC, configured by a `.env` alone, its API calls through the
// local Twilio's proxy.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface Agent {
  /** What it logged so far, for the text of a failing test. */
  log(): string;
  stop(): Promise<void>;
}

/** From its start until it answers; TAC takes about three seconds, a busy machine longer. */
const patienceMs = 60_000;

/**
 * Starts `examples/agent/agent.py` in a folder that holds its `.env`.
 *
 * @param options.environment what reaches the process beside PATH: the proxy, and nothing of this process's own
 */
export async function startAgent({
  python,
  folder,
  port,
  environment,
}: {
  python: string;
  folder: string;
  port: number;
  environment: Record<string, string>;
}): Promise<Agent> {
  // Beside its .env, as python-dotenv looks for the file next to the program.
  copyFileSync("examples/agent/agent.py", join(folder, "agent.py"));
  const child = spawn(python, ["agent.py"], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (log += String(part)));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill();
    await exited;
  };
  try {
    await answering(port, child);
  } catch (error) {
    await stop();
    throw new Error(`the agent did not start: ${(error as Error).message}\n${log}`);
  }
  return { log: () => log, stop };
}

/** GET is not what Twilio sends: TAC answers 405, and that it is there. */
async function answering(port: number, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (Date.now() > giveUpAt) throw new Error(`nothing answers at port ${port}`);
    const answer = await fetch(`http://127.0.0.1:${port}/twiml`).catch(() => undefined);
    if (answer?.status === 405) return;
    await delay(100);
  }
}

/** A port that was free a moment ago. The agent takes a number, not a socket. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
