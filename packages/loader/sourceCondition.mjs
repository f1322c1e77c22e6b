// Inside this project @tac-handoff/runtime is its TypeScript source; whoever installs it gets dist/, made by npm pack.
// The condition is named in the manifests of packages/runtime and packages/studio, tsconfig.json and vitest.config.ts as well.

export const sourceCondition = "tac-handoff-source";

/**
 * A hook of Node's module loader: the condition holds for every import.
 *
 * @type {import("node:module").ResolveHook}
 */
export const resolve = (specifier, context, next) =>
  next(specifier, { ...context, conditions: [...context.conditions, sourceCondition] });
