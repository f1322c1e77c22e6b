// The example agent in its own process: unmodified TAC, configured only by a `.env` file. Its API calls go through the
// local Twilio's proxy.

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

export interface Agent {
  /** URL at which it listens, for example `http://127.0.0.1:41234`. */
  url: string;
  /** Its log so far, for the message of a failing test. */
  log(): string;
  /** Runs the same file in another process with these arguments, to its end. Returns its output. */
  run(args: string[]): Promise<string>;
}

/** Longest time until it listens. TAC needs about three seconds, and longer on a busy machine. */
const startTimeoutMs = 60_000;

/**
 * Starts `examples/agent/agent.py` in a folder that contains its `.env`. `TWILIO_SERVER_PORT` is 0 there: any port.
 *
 * @param options.environment environment variables besides PATH: the proxy's, and none of this process
 * @param options.finally receives the function that stops the agent, as soon as its process is running
 */
export async function startAgent({
  python,
  folder,
  environment,
  finally: atEnd,
}: {
  python: string;
  folder: string;
  environment: Record<string, string>;
  finally: (stop: () => Promise<void>) => void;
}): Promise<Agent> {
  // Next to its .env, because python-dotenv looks for the file there.
  copyFileSync("examples/agent/agent.py", join(folder, "agent.py"));
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
  } as const;
  const child = execa(python, ["agent.py"], options);
  atEnd(async () => {
    child.kill();
    await child;
  });

  let log = "";
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the agent did not start: ${why}\n${log}`));
    child.all.on("data", (part) => {
      log += String(part);
      const [, found] = /Uvicorn running on (http:\/\/[\d.:]+)/.exec(log) ?? [];
      if (found) resolve(found);
    });
    void child.then(({ exitCode }) => fail(`it exited with ${exitCode}`));
    AbortSignal.timeout(startTimeoutMs).addEventListener("abort", () => fail("it is not listening"));
  });
  const run = async (args: string[]) => (await execa(python, ["agent.py", ...args], options)).all;
  return { url, log: () => log, run };
}
