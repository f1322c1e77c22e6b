// tac-studio: the commands for Studio flows.

import { completionCommand } from "./base/completion.ts";
import type { CommandGroup } from "./base/definition.ts";

/** As part of another program's command line. */
export const studio: CommandGroup = {
  name: "studio",
  summary: "check, compare, run and draw Studio flows",
  description: ["Works on Twilio Studio flows as JSON, without Twilio."],
  exitCodes: {
    0: "success, no problems found",
    1: "a flow has problems",
    2: "wrong usage, or a file that could not be read",
  },
  commands: {
    check: async () => (await import("./check.ts")).check,
    diff: async () => (await import("./diff.ts")).diff,
    simulate: async () => (await import("./simulate.ts")).simulate,
    explore: async () => (await import("./explore.ts")).explore,
    draw: async () => (await import("./draw.ts")).draw,
    import: async () => (await import("./import.ts")).importCommand,
  },
};

/** As a standalone program. */
export const tacStudio: CommandGroup = {
  ...studio,
  name: "tac-studio",
  commands: { ...studio.commands, completion: async () => completionCommand("tac-studio") },
};
