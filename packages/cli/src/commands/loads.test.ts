import { sourceCondition } from "@tac-handoff/loader/sourceCondition";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** The npm packages that a script imports, directly or indirectly. */
async function packagesOf(script: string): Promise<Set<string>> {
  const { metafile } = await build({
    entryPoints: [`packages/cli/src/commands/${script}.ts`],
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: [sourceCondition],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const found = Object.keys(metafile.inputs).map(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1],
  );
  return new Set(found.filter((name) => name !== undefined));
}

test.each(["doctor", "discover", "env"])(
  "%s starts without Pulumi's SDK, which takes half a second to load",
  async (script) => {
    const packages = await packagesOf(script);

    expect(packages).toContain("zod");
    expect(packages).not.toContain("@pulumi/pulumi");
  },
);

test("env sends nothing to Twilio, and starts without its client", async () => {
  expect(await packagesOf("env")).not.toContain("twilio");
});
