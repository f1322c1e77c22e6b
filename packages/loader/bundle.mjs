// Bundles a TypeScript entry and all that it imports into one JavaScript file, for Node 20 and later.

import { sourceCondition } from "./sourceCondition.mjs";

/**
 * Bundles an entry. Nothing is written.
 *
 * The bundle does not name its source map: the Pulumi SDK would otherwise apply the map to every stack trace, and it
 * takes one for each resource. sourcePlaces.mjs reads the map when an error is about to be shown.
 *
 * @param {{ root: string, entry: string, outfile: string, external?: string[] }} options `entry` is relative to
 *   `root`; `external`: packages that are imported when the bundle runs, and are not part of it
 * @returns {Promise<{ code: string, map: string, hash: string, inputs: string[] }>} `inputs`: paths relative to `root`
 * @throws esbuild's BuildFailure with the place of each mistake
 */
export async function bundle({ root, entry, outfile, external = [] }) {
  const { build } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: [sourceCondition, "module"],
    external: external.flatMap((name) => [name, `${name}/*`]),
    // Names are kept for stack traces. The rest is minified, because loading it costs time at every start.
    minifyWhitespace: true,
    minifySyntax: true,
    // CommonJS packages inside the bundle call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as _require } from 'node:module'; const require = _require(import.meta.url);",
    },
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    write: false,
    outfile,
    logLevel: "silent",
  });
  const code = outputFiles.find(({ path }) => !path.endsWith(".map"));
  const map = outputFiles.find(({ path }) => path.endsWith(".map"));
  if (!code || !map) throw new Error(`esbuild returned no output for ${entry}`);
  return { code: code.text, map: map.text, hash: code.hash, inputs: Object.keys(metafile.inputs) };
}
