// Lets Node run our TypeScript as it is (scripts/run.mjs calls it first). What the engine starts again and again,
// the program and the provider, goes through bundled.mjs instead, which is several times faster.
// Node 22.18 and later strip types by themselves; Node 20 does it through tsx.
if (!("typescript" in process.features && process.features.typescript)) {
  const { register } = await import("tsx/esm/api");
  register();
}
