// completion: prints the script with which a shell completes a program's commands.

import { UsageError } from "../io/errors.ts";
import { defineCommand } from "./defineCommand.ts";
import type { Command } from "./definition.ts";

const shells = ["bash", "zsh", "fish"] as const;

/** @param program the executable that the script completes */
export function completionCommand(program: string): Command {
  return defineCommand({
    name: "completion",
    summary: "print a completion script for your shell",
    description: [
      `Prints a script that makes the Tab key complete commands, options and file names of ${program}. Load it in your shell's startup file.`,
    ],
    arguments: [{ name: "SHELL", description: `one of ${shells.join(", ")}`, choices: shells }],
    options: {},
    exitCodes: { 0: "printed", 2: "wrong usage" },
    examples: [
      "source <({} bash)    # in ~/.bashrc; requires the bash-completion package",
      "source <({} zsh)     # in ~/.zshrc, after compinit",
      "{} fish | source     # in ~/.config/fish/config.fish",
    ],
    async run({ args: [name, ...more] }, io) {
      const shell = shells.find((each) => each === name);
      if (shell === undefined || more.length > 0)
        throw new UsageError(`Specify your shell: ${shells.join(", ")}.`);
      const { script } = await import("@bomb.sh/tab");
      script(shell, program, program); // writes to standard output itself
      // Without this its script for bash does not complete file names.
      const name_ = program.replaceAll("-", "_");
      if (shell === "bash") io.stdout(`complete -o default -F __${name_}_complete ${program}\n`);
      return 0;
    },
  });
}
