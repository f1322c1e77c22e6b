import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { runRecorded } from "./testing/recordedIo.ts";

test("without a command, all are told as a mistake", async () => {
  const { code, stdout, stderr } = await runRecorded([]);

  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("tac-studio COMMAND FILE…");
});

test.each(["--help", "-h", "help"])("%s tells all commands", async (word) => {
  const { code, stdout, stderr } = await runRecorded([word]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^ {2}check\s+find what is wrong with flows$/m);
});

test("--version tells the package's version", async () => {
  expect(await runRecorded(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test("an unknown command is answered with the one that is near", async () => {
  expect(await runRecorded(["chek", "flow.json"])).toEqual({
    code: 2,
    stdout: "",
    stderr: 'There is no command "chek"; did you mean "check"?\nAll options: tac-studio --help\n',
  });
});

test("a name that every object has is no command", async () => {
  expect((await runRecorded(["constructor"])).code).toBe(2);
});

test("an unknown option is answered with the one that is near", async () => {
  expect(await runRecorded(["check", "--jsn", "flow.json"])).toEqual({
    code: 2,
    stdout: "",
    stderr: 'There is no option --jsn; did you mean "--json"?\nAll options: tac-studio check --help\n',
  });
});

const commands = ["check", "diff", "simulate", "explore", "draw", "import"];

test.each(commands)("%s --help tells its options and examples, whatever else is there", async (command) => {
  const { code, stdout, stderr } = await runRecorded([command, "--nwo", "--help"]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.startsWith(`tac-studio ${command} `)).toBe(true);
  expect(stdout).toContain("\nExamples\n");
  expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
});

test("all commands are told, and no other", async () => {
  const { stdout } = await runRecorded(["--help"]);

  expect([...stdout.matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name)).toEqual(commands);
});

test("behind -- a word is a file, also one that looks like an option", async () => {
  const { code, stderr } = await runRecorded(["check", "--", "--help"], { cwd: "/nowhere" });

  expect(code).toBe(2);
  expect(stderr).toBe("--help: there is no such file. Relative names start at /nowhere.\n");
});
