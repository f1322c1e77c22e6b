// The certificate of the proxy's authority as a file, for clients to trust. It is public; the key is nowhere on disk.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** How each of these files begins. Readers of PEM skip what stands outside of the certificate. */
const firstLine =
  "# CA of a local Twilio (tac-handoff), for development only; its key ended with the process";

export interface CaFile {
  path: string;
  /** Deletes the file, unless another local Twilio has written it meanwhile. */
  remove(): void;
}

/**
 * Writes the certificate.
 *
 * @param path default: `local-twilio-ca.pem` in a new folder for temporary files
 * @throws Error when `path` holds something else than such a certificate
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
      `${path} is not the certificate of a local Twilio and is left as it is. Name a file that is not there yet.`,
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
