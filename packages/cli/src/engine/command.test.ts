import { expect, test } from "vitest";
import { run } from "./command.ts";

const { env } = process;

test("a command that takes too long is ended together with the commands it started", async () => {
  // Only when `sleep` has ended too does the pipe that it inherited close, and with it the command.
  await expect(run("sh", ["-c", "sleep 60 & sleep 60"], { env, timeoutMs: 200 })).rejects.toThrow(
    "gave up after 0.2 seconds",
  );
});

test("a command that fails is reported by the end of what it wrote", async () => {
  const script = "echo one; for line in two three four five; do echo $line >&2; done; exit 7";

  await expect(run("sh", ["-c", script], { env, timeoutMs: 10_000 })).rejects.toThrow(
    /^three \/ four \/ five$/,
  );
  await expect(run("sh", ["-c", "exit 7"], { env, timeoutMs: 10_000 })).rejects.toThrow(
    "ended with exit code 7",
  );
});
