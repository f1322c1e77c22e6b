// The certificate of the proxy's authority as a file for clients to trust. It is public; the key is never on disk.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The first line of each of these files. PEM readers skip text outside the certificate. */
const firstLine =
  "# CA of a local Twilio (tac-handoff), for development only; its key ended with the process";

export interface CaFile {
  path: string;
  /** Deletes the file, unless another local Twilio has overwritten it. */
  remove(): void;
}

/**
 * Writes the certificate.
 *
 * @param path default: `local-twilio-ca.pem` in a new temporary folder
 * @throws Error if `path` exists and is anything other than such a certificate
 */
export function writeCaFile(certificate: string, path?: string): CaFile {
  const content = `${firstLine} ${process.pid}\n${certificate}`;
  if (path === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "local-twilio-"));
    const file = join(folder, "local-twilio-ca.pem");
    writeFileSync(file, content);
    return { path: file, remove: () => rmSync(dirname(file), { recursive: true, force: true }) };
  }
  const present = read(path);
  if (present !== undefined && !present.startsWith(firstLine)) {
    throw new Error(
      `${path} is not the certificate of a local Twilio and was not changed. Choose a file that does not exist yet.`,
    );
  }
  writeFileSync(path, content);
  return {
    path,
    remove: () => {
      if (read(path) === content) rmSync(path);
    },
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
