import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Progress } from "../terminal/progress.ts";
import { installOfficial, officialVersion } from "./officialInstaller.ts";

const quietly: Progress = (_, work) => work();

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
  vi.stubGlobal("fetch", async () => new Response());
});
afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

/** Makes the Automation API download and run this script instead of get.pulumi.com/install.sh. */
function installScriptIs(text: string) {
  const fetched = `globalThis.fetch = async () => new Response(${JSON.stringify(text)})`;
  writeFileSync(join(folder, "fetch.mjs"), fetched);
  env = {
    PATH: "/usr/bin:/bin",
    PULUMI_HOME: join(folder, "home"),
    NODE_OPTIONS: `--import ${join(folder, "fetch.mjs")}`,
  };
}

function versions(): string[] {
  return readdirSync(join(folder, "home/versions"));
}

const readInstallRoot = 'while [ "$1" != --install-root ]; do shift; done; mkdir -p "$2/bin"; cd "$2/bin"';

test("the official installer's result is installed under its version", async () => {
  installScriptIs(`${readInstallRoot}
    printf '#!/bin/sh\\necho v${officialVersion}' > pulumi
    cp pulumi pulumi-language-nodejs
    chmod +x pulumi*`);

  const installation = await installOfficial(env, quietly);

  expect(installation).toBe(join(folder, "home/versions", officialVersion));
  expect(versions()).toEqual([officialVersion]);
  expect(readdirSync(join(installation, "bin"))).toEqual(["pulumi", "pulumi-language-nodejs"]);
});

test("an official installation that fails leaves nothing behind, and its reason is reported", async () => {
  installScriptIs(`${readInstallRoot}; echo half > pulumi; echo curl: connection reset >&2; exit 56`);

  await expect(installOfficial(env, quietly)).rejects.toThrow("curl: connection reset");
  expect(versions()).toEqual([]);
});

test("nothing is started if get.pulumi.com does not respond successfully", async () => {
  installScriptIs("");
  vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));

  await expect(installOfficial(env, quietly)).rejects.toThrow(
    "https://get.pulumi.com/install.sh returned 503",
  );
  expect(readdirSync(folder)).toEqual(["fetch.mjs"]);
});

test("the official version is that of the SDK that our programs use", () => {
  const manifest = readFileSync(join(import.meta.dirname, "../../../../package.json"), "utf8");

  expect(JSON.parse(manifest).dependencies["@pulumi/pulumi"]).toBe(officialVersion);
});
