// Lets Node run our TypeScript: named in Pulumi.yaml (`nodeargs`) and in the provider's executable.
// Node 22.18 and later strip types by themselves; Node 20 does it through tsx.
if (!process.features.typescript) await import("tsx/esm");
