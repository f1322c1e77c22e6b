// Finds where in the sources an error comes from that was thrown in a bundle.

import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The top-level sources of the Pulumi SDK, as its source maps name them: `node_modules/@pulumi/output.ts`, without the
 * package. Colouring such a line, `util.inspect` never returns on Node 20 and 22 (nodejs/node#64011), and the SDK does so
 * with every error that an `apply` callback throws: the engine would wait for the program forever.
 */
const misplacedSdkSource = /(node_modules([\\/])@pulumi[\\/])(?=[\w-]+\.ts:\d)/g;

/**
 * Rewrites the stack of an error and of its causes: positions in the bundle become positions in its sources, and those in
 * the Pulumi SDK name its package.
 *
 * @param {unknown} error any thrown value; one that is not an Error is not changed
 * @param {string} bundle URL of the bundle; its source map is beside it, as `<bundle>.map`
 */
export function pointAtSources(error, bundle) {
  const path = fileURLToPath(bundle);
  const names = [pathToFileURL(path).href, path];
  /** @type {SourceMap | undefined} */
  let map;
  for (const { stack, rewrite } of stacksOf(error)) {
    const name = names.find((each) => stack.includes(`${each}:`));
    if (name) map ??= readMap(path);
    const placed = name && map ? replacePlaces(stack, name, map, dirname(path)) : stack;
    rewrite(placed.replaceAll(misplacedSdkSource, "$1pulumi$2"));
  }
}

/**
 * @param {unknown} error
 * @param {Set<unknown>} seen an error may be its own cause
 * @returns {Generator<{ stack: string, rewrite: (stack: string) => void }>}
 */
function* stacksOf(error, seen = new Set()) {
  if (!(error instanceof Error) || seen.has(error)) return;
  seen.add(error);
  // A frozen error keeps the stack it has.
  if (error.stack) yield { stack: error.stack, rewrite: (stack) => Reflect.set(error, "stack", stack) };
  yield* stacksOf(error.cause, seen);
  if (error instanceof AggregateError) for (const inner of error.errors) yield* stacksOf(inner, seen);
}

/**
 * Rewrites the stacks of uncaught exceptions and unhandled rejections before they are shown.
 *
 * @param {string} bundle
 */
export function pointUncaughtAtSources(bundle) {
  process.on("uncaughtExceptionMonitor", (error) => pointAtSources(error, bundle));
  // The Pulumi SDK has a listener, and then a rejection does not become an uncaught exception. Without one it does, and a
  // listener of ours would prevent that.
  if (process.listenerCount("unhandledRejection") > 0) {
    process.prependListener("unhandledRejection", (reason) => pointAtSources(reason, bundle));
  }
}

/** @param {string} path */
function readMap(path) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8")));
  } catch {
    return undefined; // without a map the stack keeps its positions in the bundle
  }
}

/**
 * @param {string} stack
 * @param {string} prefix the bundle, as the stack names it
 * @param {SourceMap} map
 * @param {string} folder the paths of sources in the map are relative to it
 */
function replacePlaces(stack, prefix, map, folder) {
  return stack
    .split(prefix)
    .map((text, index) => {
      const place = /^:(\d+):(\d+)/.exec(text);
      if (index === 0) return text;
      if (!place) return prefix + text;
      const [all, line, column] = place;
      const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!("originalSource" in entry)) return prefix + text;
      const source = resolve(folder, entry.originalSource);
      return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}${text.slice(all.length)}`;
    })
    .join("");
}
