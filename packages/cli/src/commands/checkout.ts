// The commands in a checkout: those of the installed package, and those that work on the project itself.

import { type CommandGroup, InputError } from "@tac-handoff/studio/command";
import { tacHandoff } from "./table.ts";

const { completion, ...installed } = tacHandoff.commands;

export const inCheckout: CommandGroup = {
  ...tacHandoff,
  commands: {
    setup: async () => (await import("./setup.ts")).setup,
    demo: async () => (await import("./demo.ts")).demo,
    ...installed,
    test: async () => (await import("./test.ts")).test,
    check: async () => (await import("./check.ts")).check,
    docs: async () => (await import("./docs.ts")).docsCommand(inCheckout),
    bench: async () => (await import("./bench.ts")).bench,
    truth: async () => (await import("./truth.ts")).truth,
    release: async () => (await import("./release.ts")).release,
    ...(completion && { completion }),
  },
  // The contract is checked when it is loaded, which most commands do.
  userError: (error) =>
    error instanceof Error && error.name === "HandoffError"
      ? new InputError(`studio-flows/attributes.ts: ${error.message}`)
      : undefined,
};
