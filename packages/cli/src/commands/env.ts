// npm run env: TAC's variables from the stack's outputs, printed or merged into a .env file.

import { parseArgs } from "node:util";
import { deliver } from "../env/deliver.ts";
import { type Format, formats } from "../env/formats.ts";

const usage = `npm run env -- [--stack NAME] [--config-file FILE] [--out FILE] [--check] [--with-secrets]

Prints the variables that TAC reads, for Python and TypeScript, from the outputs of a stack; or merges them into a
.env file and shows what changed. Lines for other variables stay as they are. Relative paths start where you stand.

  --stack NAME        default: the one that \`pulumi stack select\` chose
  --config-file FILE  the stack's configuration, when it is not Pulumi.<stack>.yaml
  --outputs FILE      outputs as \`pulumi stack output --json\` printed them, instead of a stack; - is standard input
  --out FILE          merge into this file; it is made when there is none, and is readable for its owner alone
  --check             write nothing; show what would change in the file (default .env), and exit with 1 when it would
  --with-secrets      TWILIO_API_KEY, TWILIO_API_SECRET and TWILIO_AUTH_TOKEN too, from the stack's configuration or,
                      where it has none, from the environment
  --format FORMAT     dotenv (default), shell, json or github. With --out, github appends, as $GITHUB_ENV wants it;
                      shell and json are printed only

Exit code: 0 done or up to date, 1 out of date or failed, 2 wrong usage.

Examples
  npm run env -- --stack prod
  npm run env -- --stack prod --out ../agent/.env --with-secrets
  npm run env -- --stack prod --out ../agent/.env --check
  eval "$(npm run --silent env -- --format shell)"
  npm run env -- --outputs outputs.json --format github --out "$GITHUB_ENV"`;

const { values: options } = parseArgs({
  options: {
    stack: { type: "string" },
    "config-file": { type: "string" },
    outputs: { type: "string" },
    out: { type: "string" },
    check: { type: "boolean", default: false },
    "with-secrets": { type: "boolean", default: false },
    format: { type: "string", default: "dotenv" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const { stack, "config-file": configFile, outputs, out, check, "with-secrets": withSecrets } = options;
const format = formats.find((each) => each === options.format);
if (format === undefined) stop(`--format: expected ${formats.join(", ")}; found "${options.format}".`);
const mistake = findMistake(format);
if (mistake !== undefined) stop(mistake);

process.exitCode = await deliver({ stack, configFile, outputs, out, check, withSecrets, format });

function findMistake(format: Format): string | undefined {
  if (outputs !== undefined && (stack !== undefined || configFile !== undefined))
    return "--outputs replaces --stack and --config-file: give one or the other.";
  if (check && format !== "dotenv") return `--check compares a .env file; leave out --format ${format}.`;
  if (out !== undefined && (format === "shell" || format === "json"))
    return `--out merges into a .env file, which --format ${format} is not. Leave out --out and redirect the output.`;
  if (format === "github" && withSecrets && out === undefined)
    return '--format github with --with-secrets: name the file, for instance --out "$GITHUB_ENV"; standard output tells the runner what to mask.';
  return undefined;
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
