// tac-handoff: the commands.

import { type CommandGroup, completionCommand, studio } from "@tac-handoff/studio/command";

/** As it is installed. */
export const tacHandoff: CommandGroup = {
  name: "tac-handoff",
  summary: "hand customers over from a virtual agent to Flex",
  description: [
    "Hands a customer over from a Twilio Agent Connect (TAC) virtual agent to an agent in Flex: commands around the stack that sets it up.",
  ],
  exitCodes: {
    0: "done",
    1: "failed, or something is not as it should be",
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
