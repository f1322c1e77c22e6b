// Which file may import which. `npm run check` enforces it, type imports included.
// Everything here is a table with a reason; the rules below are made from the tables.

/**
 * What each part of the repository may import, beside itself. A part that is not listed may be imported by nobody.
 *
 * @type {Record<string, string[]>}
 */
const parts = {
  // What an agent installs: nothing of ours may come with it.
  "packages/runtime": [],
  // Starts TypeScript. Everything starts through it, so it knows nothing else.
  "packages/loader": [],
  // Works on any Studio flow. From the hand-off it only needs the limits of a payload.
  "packages/studio": ["packages/runtime"],
  // Executes flows with the studio package's engine. Written from Twilio's documents, not from our provider, so that
  // the two can contradict each other.
  "packages/emulator": ["packages/runtime", "packages/studio"],
  // Compares what passes through the emulator with Twilio's own documents; the emulator must not know it.
  "packages/documents": ["packages/emulator"],
  // Stands alone. The rule "twilio knows flows in one place" narrows the studio package down to two places.
  "packages/twilio": ["packages/loader", "packages/studio"],
  // The flow and the contract of its attributes, which the program and the commands read.
  "studio-flows": ["packages/runtime", "packages/studio"],
  // The program. Its commands know it; it knows none of them.
  infra: ["packages/loader", "packages/runtime", "packages/studio", "packages/twilio", "studio-flows"],
  "packages/cli": [
    "infra",
    "packages/documents",
    "packages/emulator",
    "packages/loader",
    "packages/runtime",
    "packages/studio",
    "packages/twilio",
    "studio-flows",
  ],
  // Checks Node, installs on first use, then hands over to packages/cli.
  scripts: ["packages/cli", "packages/loader"],
  // What a team declares of its own, and what binds it to the stack.
  team: ["infra", "packages/runtime", "packages/studio", "packages/twilio", "studio-flows"],
  // What a team copies: it may know what the team can install.
  examples: ["packages/runtime"],
  // The empty program that previews are measured against.
  bench: [],
  test: [
    "examples",
    "infra",
    "packages/cli",
    "packages/emulator",
    "packages/loader",
    "packages/runtime",
    "packages/studio",
    "packages/twilio",
    "studio-flows",
  ],
};

/**
 * The emulator's folders, lowest first. A folder may import its own level and those below it, never one above; two
 * folders of one level may not import each other (.dependency-cruiser.folders.mjs).
 */
const emulatorLevels = [
  // Requests, responses and dates: knows no account.
  ["http"],
  // Rows only; ConversationRelay's connection and the HTTPS proxy, which core names in its Context.
  ["state", "relay", "proxy"],
  // What every product needs: Context, authentication, hosts, requests to the team's servers.
  ["core"],
  // Products that know rows and each other.
  ["account", "numbers", "intelligence", "memory", "taskrouter", "flex", "classic", "orchestrator"],
  // What the customer drives: calls and flows.
  ["voice", "studio"],
  // The Call resource of the API, which places calls and ends them.
  ["calls"],
  // What an execution can do: place calls, write messages, send to Flex.
  ["world"],
  // Every `/local/…` route: what we invented. Reads all of Twilio; nothing of Twilio knows it.
  ["control"],
  // Rows to start with.
  ["seed"],
];

/** Not ours, or written by tools. */
export const ignored = "(^|/)(dist|\\.local|\\.pulumi|\\.venv)/";

/** @type {"error"} */
const severity = "error";
const testCode = "(\\.test\\.ts$|/testing/|^test/)";
const partOf = Object.keys(parts).join("|");

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(parts).map(([part, allowed]) => ({
      name: `${part} imports only what it may`,
      comment: `Allowed: ${allowed.join(", ") || "nothing"}. The table "parts" in .dependency-cruiser.mjs has the reasons.`,
      severity,
      from: { path: `^${part}/`, pathNot: testCode },
      to: { path: `^(${partOf})/`, pathNot: `^(${[part, ...allowed].join("|")})/` },
    })),
    ...Object.entries(parts).map(([part, allowed]) => ({
      name: `tests in ${part} import only what they may`,
      comment:
        "Tests may use the emulator and what test/ has for all of them, besides what the code beside them may import.",
      severity,
      from: { path: `^${part}/.*${testCode}` },
      to: {
        path: `^(${partOf})/`,
        pathNot: `^(${[part, ...allowed, "packages/emulator"].join("|")})/|^test/`,
      },
    })),
    ...emulatorLevels.map((folders, level) => ({
      name: `emulator: ${folders.join(", ")} import${folders.length === 1 ? "s" : ""} nothing above`,
      comment: 'The table "emulatorLevels" in .dependency-cruiser.mjs has the order and the reasons.',
      severity,
      from: { path: `^packages/emulator/src/(${folders.join("|")})/`, pathNot: testCode },
      to: {
        path: "^packages/emulator/src/",
        pathNot: `^packages/emulator/src/(${emulatorLevels
          .slice(0, level + 1)
          .flat()
          .join("|")})/`,
      },
    })),
    {
      name: "twilio knows flows in one place",
      comment:
        "The plugin binds src/resources/studio/flowDefinition.ts to the studio package; nothing else in packages/twilio " +
        "knows that it exists, so that programs start without it.",
      severity,
      from: {
        path: "^packages/twilio/",
        pathNot:
          "^packages/twilio/(plugin/|src/resources/studio/flowDefinition\\.ts$)|\\.test\\.ts$|/testing/",
      },
      to: { path: "^packages/studio/" },
    },
    {
      name: "other packages by name",
      comment:
        "Import another package by its name, never its inside by a relative path: only `exports` is public.",
      severity,
      from: { path: `^(${partOf})/` },
      // What test/ has for all tests has no name. "local" alone is a relative path; by its name a package is a workspace, or undetermined from inside one.
      to: {
        dependencyTypesNot: ["aliased-workspace", "undetermined"],
        path: `^(${partOf})/`,
        pathNot: "^($1|test)/",
      },
    },
    {
      name: "no testing code in production",
      comment:
        "Folders called testing/ are never packed. What draws the pictures and measures runs in a checkout only, and must " +
        "not depend on what a team edits.",
      severity,
      from: { pathNot: `${testCode}|^packages/cli/src/(docs/scenarioRuns|bench/flowFigures)\\.ts$` },
      to: { path: "/testing/|\\.test\\.ts$" },
    },
    {
      name: "no file circles",
      comment: "Files that import each other cannot be read, tested or moved one by one. Type imports count.",
      severity,
      from: {},
      to: { circular: true },
    },
    {
      name: "nothing unresolved",
      severity,
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "dependencies are declared",
      comment:
        "A package runs with what its own package.json names, wherever it is installed. The provider's bundle contains " +
        "what it imports, and what builds a package does not run where it is installed.",
      severity,
      from: {
        path: "^(packages|infra|studio-flows)/",
        pathNot: `${testCode}|^packages/twilio/(plugin|src/(provider|client))/|^packages/[^/]+/(build|bundle)\\.mjs$`,
      },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ignored },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["tac-handoff-source", "import", "node", "default", "types"],
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
