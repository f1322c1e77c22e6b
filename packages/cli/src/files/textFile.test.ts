import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendToTextFile, isOpenToOthers, readTextFile, replaceTextFile } from "./textFile.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "text-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const replace = (file: string, text: string) =>
  replaceTextFile(readTextFile(file), text, { access: "private" });
const modeOf = (file: string) => statSync(file).mode & 0o777;

test("a new private file is accessible only to its owner, and no other file is left in the folder", () => {
  const file = join(folder, ".env");

  replace(file, "A=1\n");

  expect(readdirSync(folder)).toEqual([".env"]);
  expect(readFileSync(file, "utf8")).toBe("A=1\n");
  expect(modeOf(file)).toBe(0o600);
});

test.each([
  [0o644, 0o600, true],
  [0o660, 0o600, true],
  [0o600, 0o600, false],
  [0o400, 0o400, false],
])("a private file's mode %o becomes %o", (before, after, isOpen) => {
  const file = join(folder, ".env");
  writeFileSync(file, "A=1\n");
  chmodSync(file, before);
  const found = readTextFile(file);

  expect(isOpenToOthers(found)).toBe(isOpen);
  replaceTextFile(found, "A=2\n", { access: "private" });

  expect(modeOf(file)).toBe(after);
  expect(readFileSync(file, "utf8")).toBe("A=2\n");
});

test.each([0o644, 0o660, 0o600])(
  "mode %o is kept if requested, and a new file gets the default mode",
  (mode) => {
    const [usual, file] = [join(folder, "usual"), join(folder, "a.yaml")];
    writeFileSync(usual, "");
    const keep = (text: string) => replaceTextFile(readTextFile(file), text, { access: "kept" });

    keep("a: 1\n");
    expect(modeOf(file)).toBe(modeOf(usual));

    chmodSync(file, mode);
    keep("a: 2\n");
    expect(modeOf(file)).toBe(mode);
    expect(readFileSync(file, "utf8")).toBe("a: 2\n");
  },
);

test("a process that has the file open continues to read the old text", () => {
  const file = join(folder, ".env");
  writeFileSync(file, "A=1\n");
  const { ino } = statSync(file);

  replace(file, "A=2\n");

  expect(statSync(file).ino).not.toBe(ino); // a different file under the same name, so nobody reads a mix of both
});

test.each([[true], [false]])("a link is followed and stays a link (target exists: %s)", (isThere) => {
  mkdirSync(join(folder, "real"));
  const target = join(folder, "real", "agent.env");
  if (isThere) writeFileSync(target, "A=1\n");
  symlinkSync("real/agent.env", join(folder, "second"));
  symlinkSync("second", join(folder, ".env"));

  const found = readTextFile(join(folder, ".env"));
  expect(found.text).toBe(isThere ? "A=1\n" : undefined);
  replaceTextFile(found, "A=2\n", { access: "private" });

  expect(lstatSync(join(folder, ".env")).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, "utf8")).toBe("A=2\n");
  expect(readdirSync(join(folder, "real"))).toEqual(["agent.env"]);
});

test("a byte order mark and all other bytes are preserved", () => {
  const file = join(folder, ".env");
  const bytes = Buffer.from("\uFEFFA=żółć\r\nB=🙂", "utf8");
  writeFileSync(file, bytes);
  const found = readTextFile(file);

  replaceTextFile(found, found.text ?? "", { access: "private" });

  expect(readFileSync(file)).toEqual(bytes);
});

test("a folder is rejected", () => {
  expect(() => readTextFile(folder)).toThrow(
    new RegExp(`^${folder} is a folder\\. Specify a file in it\\.$`),
  );
});

test("anything that is not a file is rejected", () => {
  expect(() => readTextFile("/dev/null")).toThrow(
    /^\/dev\/null exists but is not a file\. Specify a file\.$/,
  );
});

test("a file in another encoding is rejected and not changed", () => {
  const file = join(folder, ".env");
  writeFileSync(file, Buffer.from("A=caf\xe9\n", "latin1"));

  expect(() => readTextFile(file)).toThrow(new RegExp(`^${file} is not UTF-8\\. Save it as UTF-8\\.$`));
});

test("a folder that does not exist, or that is a file, is named", () => {
  const missing = join(folder, "no", ".env");
  expect(() => replace(missing, "A=1\n")).toThrow(
    new RegExp(
      `^${missing} cannot be written: folder ${folder}/no does not exist\\. Create it, or specify another file\\.$`,
    ),
  );

  writeFileSync(join(folder, "file"), "");
  const below = join(folder, "file", ".env");
  expect(() => replace(below, "A=1\n")).toThrow(
    new RegExp(`^${below} cannot be written: ${folder}/file is not a folder\\. Specify another file\\.$`),
  );
});

test("a write that fails leaves nothing behind", () => {
  const file = join(folder, ".env");
  const found = readTextFile(file);
  mkdirSync(join(file, "in the way"), { recursive: true }); // so that the last step, the rename, fails

  expect(() => replaceTextFile(found, "A=1\n", { access: "private" })).toThrow(
    `${file} cannot be read or replaced: EISDIR`,
  );

  expect(readdirSync(folder)).toEqual([".env"]);
});

test("lines are appended to an existing file, after its last line", () => {
  const file = join(folder, "github");
  writeFileSync(file, "A=1");
  chmodSync(file, 0o644);

  appendToTextFile(file, "B=2\n");
  appendToTextFile(file, "C=3\n");

  expect(readFileSync(file, "utf8")).toBe("A=1\nB=2\nC=3\n");
  expect(modeOf(file)).toBe(0o644);
  expect(() => appendToTextFile(join(folder, "no", "file"), "A=1\n")).toThrow(
    new RegExp(`^${folder}/no/file cannot be written: folder ${folder}/no does not exist\\. `),
  );
});
