import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../..");
const folders = [
  ".",
  "infra",
  "studio-flows",
  "examples/agent-typescript",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`),
];
const manifests = folders.map((folder) =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")),
);
const names = manifests.map(({ name }) => name);

test("all packages share one version, and depend on each other with that version", () => {
  const [{ version }] = manifests;

  for (const manifest of manifests) {
    const own = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([name]) =>
      names.includes(name),
    );
    expect({ name: manifest.name, version: manifest.version, own }).toEqual({
      name: manifest.name,
      version,
      own: own.map(([name]) => [name, version]),
    });
  }
});
