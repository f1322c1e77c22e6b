// Runs a command that may take a long time, so that none of its processes outlives this one.

import { spawn } from "node:child_process";

export interface CommandOptions {
  cwd?: string;
  env: NodeJS.ProcessEnv;
  timeoutMs: number;
}

/**
 * Runs a command and returns its stdout.
 *
 * The command has its own process group, which is killed on timeout and when this process exits: otherwise an
 * installer's shell would keep writing to a folder that is being removed.
 *
 * @throws Error with one line: the end of the command's output, or that it took too long
 */
export function run(
  command: string,
  args: string[],
  { cwd, env, timeoutMs }: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));

    const end = () => endGroup(child.pid);
    process.prependOnceListener("exit", end); // before any listener that removes the folder it writes to
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      process.off("exit", end);
    };

    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (code) => {
      settle();
      if (code === 0) resolve(stdout);
      else if (timedOut) reject(new Error(`gave up after ${timeoutMs / 1000} seconds`));
      else reject(new Error(lastLines(stderr) || lastLines(stdout) || `ended with exit code ${code}`));
    });
  });
}

function endGroup(pid: number | undefined) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has already ended.
  }
}

function lastLines(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  return lines.filter(Boolean).slice(-3).join(" / ");
}
