// Pulumi programs outside this project: the packed package, and the programs of docs/your-own-program.md.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAccount } from "@tac-handoff/cli/demo/adopted";
import { sender } from "@tac-handoff/cli/demo/agent";
import { seed } from "@tac-handoff/emulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "./deployment.ts";
import { installPacked } from "./installPacked.ts";

const folder = mkdtempSync(join(tmpdir(), "own-program-"));
let project: string;

beforeAll(async () => {
  ({ project } = await installPacked("twilio", folder, ["typescript", "@types/node"]));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

const page = readFileSync("docs/your-own-program.md", "utf8");

/** The code blocks of the page in one language, in their order. */
function codeBlocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, code = ""]) => code,
  );
}

/**
 * Files as `pulumi new typescript` writes them, besides index.ts and Pulumi.yaml.
 * Source: pulumi/templates, typescript/, August 2026.
 */
const template = {
  "package.json": {
    name: "support-line",
    main: "index.ts",
    devDependencies: { "@types/node": "^18", typescript: "^5.0.0" },
    dependencies: { "@pulumi/pulumi": "^3.113.0" },
  },
  "tsconfig.json": {
    compilerOptions: {
      strict: true,
      outDir: "bin",
      target: "es2020",
      module: "nodenext",
      moduleResolution: "nodenext",
      sourceMap: true,
      experimentalDecorators: true,
      pretty: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      forceConsistentCasingInFileNames: true,
    },
    files: ["index.ts"],
  },
};

function writeTypeScriptProgram(): string {
  const [pulumiYaml = ""] = codeBlocks("yaml");
  const [program = ""] = codeBlocks("ts");
  writeFileSync(join(project, "Pulumi.yaml"), pulumiYaml);
  writeFileSync(join(project, "index.ts"), program);
  for (const [name, content] of Object.entries(template)) {
    writeFileSync(join(project, name), JSON.stringify(content));
  }
  return project;
}

function writeYamlProgram(): string {
  const place = join(folder, "yaml");
  const [, program = ""] = codeBlocks("yaml");
  mkdirSync(place);
  symlinkSync(join(project, "node_modules"), join(place, "node_modules"));
  writeFileSync(join(place, "Pulumi.yaml"), program);
  return place;
}

test.each([
  ["TypeScript", writeTypeScriptProgram],
  ["YAML", writeYamlProgram],
])(
  "a program in %s goes up, previews no change, and destroy leaves the account as it was",
  async (_, write) => {
    const { twilio, stack, configure, writesDuring } = await deployment({ project: write() });
    configure({ "support-line:phoneNumber": seed.phoneNumber });
    const before = await readAccount(sender(twilio.url), seed.accountSid);

    await stack.run(["up", "--yes", "--skip-preview"]);

    const { flowSid = "" } = await stack.outputs();
    expect(twilio.state.flows[flowSid]?.revisions.at(-1)).toMatchObject({
      status: "published",
      friendly_name: "Greeting",
    });
    expect(twilio.state.phoneNumbers[seed.phoneNumberSid]).toMatchObject({
      voice_url: `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${flowSid}`,
      sms_url: seed.oldSmsUrl,
    });
    expect(await writesDuring(() => stack.run(["preview", "--expect-no-changes"]))).toEqual([]);

    await stack.run(["destroy", "--yes", "--skip-preview"]);
    expect(await readAccount(sender(twilio.url), seed.accountSid)).toEqual(before);
  },
);
