// The commands of tac-handoff.

import { type CommandGroup, completionCommand, studio } from "@tac-handoff/studio/command";

/** The commands of the installed package. */
export const tacHandoff: CommandGroup = {
  name: "tac-handoff",
  summary: "hand customers off from a virtual agent to Flex",
  description: [
    "Commands for the stack that sets up the hand-off of customers from a Twilio Agent Connect (TAC) virtual agent to an agent in Flex.",
  ],
  exitCodes: {
    0: "done",
    1: "failed, or a problem was found",
    2: "wrong usage",
  },
  commands: {
    doctor: async () => (await import("./doctor.ts")).doctor,
    discover: async () => (await import("./discover.ts")).discover,
    env: async () => (await import("./env.ts")).env,
    emulator: async () => (await import("./emulator.ts")).emulator,
    studio: async () => studio,
    completion: async () => completionCommand("tac-handoff"),
  },
};
