// What the command line of `npm run emulator` asks for.

import { parseArgs } from "node:util";
import { type EmulatorOptions, serveHost } from "@tac-handoff/emulator";

export interface Asked {
  help: boolean;
  json: boolean;
  /** For `startEmulator`. */
  options: EmulatorOptions;
  /** What is wrong with the command line, all at once; empty when nothing is. */
  problems: string[];
}

/**
 * Reads the arguments.
 *
 * @throws TypeError with a code `ERR_PARSE_ARGS_…` for an option that does not exist or lacks its value
 */
export function readOptions(args: string[]): Asked {
  const { values } = parseArgs({
    args: withProxyPort(args),
    options: {
      port: { type: "string", default: "4010" },
      state: { type: "string" },
      host: { type: "string", multiple: true, default: [] },
      proxy: { type: "string" },
      "ca-file": { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const problems: string[] = [];
  const hosts = readHosts(values.host, problems);
  for (const name of ["port", "proxy"] as const) {
    const port = values[name];
    if (port !== undefined && !isPort(port))
      problems.push(`--${name}: expected a number from 0 to 65535, found "${port}".`);
  }
  if (values.port !== "0" && values.port === values.proxy)
    problems.push(`--port and --proxy both name ${values.port}: they need a port each.`);
  const caFile = values["ca-file"];
  if (caFile !== undefined && values.proxy === undefined)
    problems.push("--ca-file names the file of the proxy's CA certificate: it needs --proxy.");
  return {
    help: values.help,
    json: values.json,
    problems,
    options: {
      port: Number(values.port),
      ...(values.state !== undefined && { stateFile: values.state }),
      hosts,
      ...(values.proxy !== undefined && {
        proxy: { port: Number(values.proxy), ...(caFile !== undefined && { caFile }) },
      }),
    },
  };
}

/** `--proxy` may stand without a port, which parseArgs does not know: 4011, next to the local Twilio's own. */
function withProxyPort(args: string[]): string[] {
  return args.map((arg, index) =>
    arg === "--proxy" && (args[index + 1] ?? "-").startsWith("-") ? "--proxy=4011" : arg,
  );
}

function readHosts(given: string[], problems: string[]): Record<string, string> {
  const hosts = new Map<string, string>();
  for (const text of given) {
    const [host = "", ...rest] = text.split("=");
    if (rest.length === 0) {
      problems.push(
        `--host: expected NAME=URL, for instance agent.example.com=http://127.0.0.1:8000, found "${text}".`,
      );
    } else if (hosts.has(host.toLowerCase())) {
      problems.push(`--host: ${host} is named twice. One server stands for a host.`);
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
