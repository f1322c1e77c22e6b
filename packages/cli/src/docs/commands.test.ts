import { defineCommand, flag, text } from "@tac-handoff/studio/command";
import { expect, test } from "vitest";
import { commandsPage } from "./commands.ts";

test("a command has its usage, arguments, options, exit codes and examples; a group has its commands below it", async () => {
  const greet = defineCommand({
    name: "greet",
    summary: "greet somebody",
    description: ["Greets as Greeting.<name>.yaml says."],
    arguments: [{ name: "FILE", description: "names" }],
    options: { out: text("FILE", "write here", { short: "o" }), loudly: flag("a | b") },
    exitCodes: { 0: "greeted" },
    examples: ["{} names.txt > out"],
    run: async () => 0,
  });
  const group = {
    summary: "say more",
    description: ["More."],
    exitCodes: {},
    commands: { greet: async () => greet },
  };

  const page = await commandsPage({
    ...group,
    name: "tac-handoff",
    commands: { greet: async () => greet, more: async () => ({ ...group, name: "more" }) },
  });

  expect(page).toContain(`| Command | What it does |
| --- | --- |
| [\`greet\`](#greet) | greet somebody |
| [\`more\`](#more) | say more |

## greet

Greets as Greeting.\\<name>.yaml says.

\`\`\`sh
npm run greet -- [options] FILE
\`\`\`

| Argument | Meaning |
| --- | --- |
| \`FILE\` | names |

| Option | Meaning |
| --- | --- |
| \`-o, --out FILE\` | write here |
| \`--loudly\` | a \\| b |

| Exit code | Meaning |
| --- | --- |
| 0 | greeted |

\`\`\`sh
npm run --silent greet -- names.txt > out
\`\`\`

## more

More.
`);
  expect(page).toContain("\n### more greet\n");
  expect(page).toContain("| [`greet`](#more-greet) | greet somebody |");
});
