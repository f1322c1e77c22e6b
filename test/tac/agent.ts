// The example agent as a process of its own: unmodified TAC, configured by a `.env` alone, its API calls through the
// local Twilio's proxy.

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

export interface Agent {
  /** Where it listens, for instance `http://127.0.0.1:41234`. */
  url: string;
  /** What it logged so far, for the text of a failing test. */
  log(): string;
}

/** From its start until it listens; TAC takes about three seconds, a busy machine longer. */
const patienceMs = 60_000;

/**
 * Starts `examples/agent/agent.py` in a folder that holds its `.env`, in which `TWILIO_SERVER_PORT` is 0: any free one.
 *
 * @param options.environment what reaches the process beside PATH: the proxy, and nothing of this process's own
 * @param options.finally takes what stops the agent, as soon as there is something to stop
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
  // Beside its .env, as python-dotenv looks for the file next to the program.
  copyFileSync("examples/agent/agent.py", join(folder, "agent.py"));
  const child = execa(python, ["agent.py"], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
  });
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
    void child.then(({ exitCode }) => fail(`it ended with ${exitCode}`));
    AbortSignal.timeout(patienceMs).addEventListener("abort", () => fail("it does not listen"));
  });
  return { url, log: () => log };
}
