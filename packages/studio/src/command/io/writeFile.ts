// Writes output to a file that the user has named.

import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "./errors.ts";
import type { Io } from "./io.ts";

/**
 * Writes a file, relative to the user's working directory.
 *
 * @param options.mayReplace whether an existing file is replaced
 * @throws InputError if the file cannot be written, or exists and may not be replaced
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
      throw new InputError(`${file}: the file already exists. Choose another file, or add --force.`);
    if (code === "ENOENT")
      throw new InputError(
        `${file}: the folder ${dirname(path)} does not exist. Create it, or choose another file.`,
      );
    throw new InputError(`${file}: the file cannot be written (${code}).`);
  }
}
