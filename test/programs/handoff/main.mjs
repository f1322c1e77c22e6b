import { importBundled } from "@tac-handoff/loader/bundled";

const { default: outputs } = await importBundled("test/programs/handoff/index.ts", {
  external: ["@pulumi/pulumi"],
});

export default outputs;
