// Reads the options of the local Twilio from the command line.

import { resolve } from "node:path";
import { type EmulatorOptions, serveHost } from "@tac-handoff/emulator";

/** As given on the command line. */
export interface Given {
  port: string;
  state: string | undefined;
  host: readonly string[];
  proxy: string | undefined;
  caFile: string | undefined;
}

/**
 * Reads the options for `startEmulator`.
 *
 * @param cwd folder against which relative file names are resolved
 * @returns the options, and all problems with them
 */
export function readOptions(
  { port, state, host, proxy, caFile }: Given,
  cwd: string,
): { options: EmulatorOptions; problems: string[] } {
  const problems: string[] = [];
  const hosts = readHosts(host, problems);
  for (const [name, value] of Object.entries({ port, proxy })) {
    if (value !== undefined && !isPort(value))
      problems.push(`--${name}: expected a number from 0 to 65535, found "${value}".`);
  }
  if (port !== "0" && port === proxy)
    problems.push(`--port and --proxy are both ${port}: they need different ports.`);
  if (caFile !== undefined && proxy === undefined)
    problems.push("--ca-file is the file for the proxy's CA certificate: it needs --proxy.");
  return {
    problems,
    options: {
      port: Number(port),
      ...(state !== undefined && { stateFile: resolve(cwd, state) }),
      hosts,
      ...(proxy !== undefined && {
        proxy: { port: Number(proxy), ...(caFile !== undefined && { caFile: resolve(cwd, caFile) }) },
      }),
    },
  };
}

function readHosts(given: readonly string[], problems: string[]): Record<string, string> {
  const hosts = new Map<string, string>();
  for (const text of given) {
    const [host = "", ...rest] = text.split("=");
    if (rest.length === 0) {
      problems.push(
        `--host: expected NAME=URL, for instance agent.example.com=http://127.0.0.1:8000, found "${text}".`,
      );
    } else if (hosts.has(host.toLowerCase())) {
      problems.push(`--host: ${host} is given twice. A host can have only one server.`);
    } else {
      try {
        serveHost({ hosts }, host, rest.join("="));
      } catch (error) {
        problems.push(`--host "${text}": ${error instanceof Error ? error.message : error}.`);
      }
    }
  }
  return Object.fromEntries(hosts);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
