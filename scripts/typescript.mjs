// Lets Node run our TypeScript: named in Pulumi.yaml (`nodeargs`) and in the provider's executable.
// Node 22.18 and later strip types by themselves; Node 20 does it through tsx.
if (!("typescript" in process.features && process.features.typescript)) {
  const { register } = await import("tsx/esm/api");
  register();
}
