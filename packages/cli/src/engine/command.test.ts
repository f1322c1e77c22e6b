import { expect, test } from "vitest";
import { run } from "./command.ts";

const { env } = process;

test("a command that takes too long is killed together with the commands it started", async () => {
  // The command closes only when `sleep` has ended too, because `sleep` inherits its pipe.
  await expect(run("sh", ["-c", "sleep 60 & sleep 60"], { env, timeoutMs: 200 })).rejects.toThrow(
    "gave up after 0.2 seconds",
  );
});

test("a command that fails is reported with the last lines of its output", async () => {
  const script = "echo one; for line in two three four five; do echo $line >&2; done; exit 7";

  await expect(run("sh", ["-c", script], { env, timeoutMs: 10_000 })).rejects.toThrow(
    /^three \/ four \/ five$/,
  );
  await expect(run("sh", ["-c", "exit 7"], { env, timeoutMs: 10_000 })).rejects.toThrow(
    "ended with exit code 7",
  );
});
