import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ensureTac } from "./python.ts";

const silent = <T>(_: string, work: () => Promise<T>) => work();

/** A checkout with only the pinned requirements, and a PATH with only the given commands, written in sh. */
function machine(commands: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "tac-handoff-python-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ["examples/agent", "test/python"]) {
    cpSync(folder, join(root, folder), { recursive: true });
  }
  const bin = join(root, "bin");
  mkdirSync(bin);
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { root, env: { PATH: bin }, progress: silent, bin };
}

/** A script that prints version and path for `-c`; for `-m venv DIR` and `-m pip …` it runs `rest`. */
const python = (version: string, rest = "exit 1") =>
  `case "$1" in -c) echo ${version}; echo "$0";; *) ${rest};; esac`;

test("without Python the reason says what is needed and that none was found", async () => {
  expect(await ensureTac(machine({}))).toEqual({
    reason: "Python 3.10 or later is needed, found: no python3 on PATH",
  });
});

test("a Python that is too old is named with its version", async () => {
  expect(await ensureTac(machine({ python3: python("3.9.18") }))).toEqual({
    reason: "Python 3.10 or later is needed, found: python3 is 3.9.18",
  });
});

test("an older python3 does not hide a newer one beside it, and an existing environment is reused", async () => {
  // `-m venv DIR` creates DIR/bin/python, which accepts any pip command.
  const venv =
    '/bin/mkdir -p "$3/bin" && printf "#!/bin/sh\\nexit 0\\n" > "$3/bin/python" && /bin/chmod +x "$3/bin/python"';
  const at = machine({ python3: python("3.9.18"), "python3.12": python("3.12.1", venv) });

  const first = await ensureTac(at);

  expect(first).toEqual({ python: expect.stringMatching(/python-[0-9a-f]{12}\/bin\/python$/) });
  writeFileSync(join(at.bin, "python3.12"), `#!/bin/sh\n${python("3.12.1")}\n`); // cannot create another one
  expect(await ensureTac(at)).toEqual(first);
});

test("when the packages cannot be installed, pip's last line is the reason and nothing is left behind", async () => {
  const venv =
    '/bin/mkdir -p "$3/bin" && printf "#!/bin/sh\\necho no route to the index >&2; exit 1\\n" > "$3/bin/python" && /bin/chmod +x "$3/bin/python"';
  const at = machine({ python3: python("3.11.7", venv) });

  expect(await ensureTac(at)).toEqual({
    reason: "the TAC SDK could not be installed: no route to the index",
  });
  const cache = join(at.root, "node_modules/.cache/tac-handoff");
  expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
});
