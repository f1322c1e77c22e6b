import { expect, test } from "vitest";
import { runRecorded } from "./testing/recordedIo.ts";

const commands = ["check", "diff", "simulate", "explore", "draw", "import"];

test("without a command, the help is shown as an error", async () => {
  const { code, stdout, stderr } = await runRecorded([]);

  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Usage: tac-studio COMMAND [options]");
});

test.each(["--help", "-h", "help"])("%s shows all commands", async (word) => {
  const { code, stdout, stderr } = await runRecorded([word]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^ {2}check\s+find issues in flows$/m);
});

test.each(["--version", "-V"])("%s prints the version", async (flag) => {
  expect(await runRecorded([flag])).toEqual({ code: 0, stdout: "0.0.0\n", stderr: "" });
});

test("an unknown command suggests the most similar one", async () => {
  expect(await runRecorded(["chek", "flow.json"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "Unknown command chek; did you mean check?\nAll commands: tac-studio --help\n",
  });
});

test("an unknown command that resembles none lists the commands", async () => {
  expect((await runRecorded(["publish"])).stderr).toBe(
    `Unknown command publish. Available commands: ${commands.join(", ")}, completion.\nAll commands: tac-studio --help\n`,
  );
});

test("a name that every object has is not a command", async () => {
  expect((await runRecorded(["constructor"])).code).toBe(2);
});

test("an unknown option suggests the most similar one", async () => {
  expect(await runRecorded(["check", "--jsn", "flow.json"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "Unknown option --jsn; did you mean --json?\nAll options: tac-studio check --help\n",
  });
});

test.each(commands)(
  "%s --help shows its options and examples, whatever other arguments there are",
  async (command) => {
    const { code, stdout, stderr } = await runRecorded([command, "--nwo", "--help"]);

    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.startsWith(`Usage: tac-studio ${command} `)).toBe(true);
    expect(stdout).toContain("\nExamples:\n");
    expect(await runRecorded(["help", command])).toEqual(await runRecorded([command, "--help"]));
  },
);

test("the commands are those of this test, and completion", async () => {
  const { stdout } = await runRecorded(["--help"]);

  const [, list = ""] = /Commands:\n((?: {2}.*\n)+)/.exec(stdout) ?? [];
  expect([...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)).toEqual([...commands, "completion"]);
});

test("after -- every word is a file, even one that looks like an option", async () => {
  const { code, stderr } = await runRecorded(["check", "--", "--help"], { cwd: "/nowhere" });

  expect(code).toBe(2);
  expect(stderr).toBe("--help: no such file. Relative paths start at /nowhere.\n");
});
