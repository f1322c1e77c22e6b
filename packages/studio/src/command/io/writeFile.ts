// What a command writes into a file that the user has named.

import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "./errors.ts";
import type { Io } from "./io.ts";

/**
 * Writes a text, relative to where the user stands.
 *
 * @param options.mayReplace whether a file that is there is replaced
 * @throws InputError where it cannot be written, or is there and may not be replaced
 */
export function writeFile(
  file: string,
  text: string,
  { cwd }: Pick<Io, "cwd">,
  { mayReplace }: { mayReplace: boolean },
): void {
  const path = resolve(cwd, file);
  try {
    writeFileSync(path, text, { flag: mayReplace ? "w" : "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "EEXIST")
      throw new InputError(`${file}: there is a file already. Name another one, or add --force.`);
    if (code === "ENOENT")
      throw new InputError(`${file}: there is no folder ${dirname(path)}. Make it, or name another file.`);
    throw new InputError(`${file}: it cannot be written (${code}).`);
  }
}
