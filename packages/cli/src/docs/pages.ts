// The generated pages, pictures and JSON Schemas, and whether those in the project are up to date.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@pulumi/twilio/catalogue";
import { credentials, environmentVariables } from "@pulumi/twilio/schemas";
import { handoffKeys } from "@tac-handoff/infra/config";
import { howToSet, twilioExamples } from "@tac-handoff/infra/configProblems";
import { outputs } from "@tac-handoff/infra/outputs";
import { handoffPayload } from "@tac-handoff/runtime";
import { checkFlow, fromCanonical, issueCodes, toCanonical } from "@tac-handoff/studio";
import type { CommandGroup } from "@tac-handoff/studio/command";
import { namesOnly, widgetTypes } from "@tac-handoff/studio/widgets/table";
import { z } from "zod";
import { entries } from "../doctor/facts/catalogue.ts";
import { secretVariables } from "../env/secrets.ts";
import { commandsPage } from "./commands.ts";
import { configurationPage } from "./configuration.ts";
import { doctorPage } from "./doctor.ts";
import { handOffPage } from "./ends.ts";
import { pictures } from "./pictures.ts";
import { resourcesPage } from "./resources.ts";
import { studioIssuesPage } from "./studioIssues.ts";
import { studioWidgetsPage } from "./studioWidgets.ts";

/** Text of a page, picture or schema by its path below the project's root. */
export type Pages = Readonly<Record<string, string>>;

/** How each of them is generated. */
export type PageMakers = Readonly<Record<string, () => string | Promise<string>>>;

export interface GeneratedPages {
  pages: Pages;
  /** Those that could not be generated, with the reason. */
  failures: { file: string; reason: string }[];
}

/** @param commands those of a checkout, for docs/commands.md */
export function pageMakers(commands: CommandGroup): PageMakers {
  return {
    "docs/commands.md": () => commandsPage(commands),
    "docs/configuration.md": () =>
      configurationPage({
        keys: handoffKeys,
        credentials,
        environmentVariables,
        howToSet,
        credentialExamples: twilioExamples,
        outputs,
        secretVariables,
      }),
    "docs/hand-off.md": handOffPage,
    "docs/doctor.md": () => doctorPage(entries),
    "docs/resources.md": () => resourcesPage(catalogue({ checkFlow, fromCanonical, toCanonical })),
    "docs/studio-issues.md": () => studioIssuesPage(issueCodes),
    "docs/studio-widgets.md": () => studioWidgetsPage(widgetTypes, namesOnly),
    // For any attributes, for users of the package.
    "packages/runtime/schema.json": () => jsonText(z.toJSONSchema(handoffPayload, { io: "input" })),
    // The team's contract, for its agents. Imported here, so that a mistake in it does not affect the other pages.
    "studio-flows/handoff.schema.json": async () => {
      const { attributes } = await import("@tac-handoff/studio-flows/attributes");
      return jsonText(attributes.jsonSchema());
    },
    ...pictures,
  };
}

/** Generates every page; if one fails, the others are still generated. */
export async function generatedPages(makers: PageMakers): Promise<GeneratedPages> {
  const pages: Record<string, string> = {};
  const failures: GeneratedPages["failures"] = [];
  for (const [file, make] of Object.entries(makers)) {
    try {
      pages[file] = await make();
    } catch (error) {
      failures.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { pages, failures };
}

function jsonText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The files that are missing or differ from what would be generated now. */
export function stalePages(root: string, pages: Pages): string[] {
  return Object.entries(pages)
    .filter(([file, text]) => !isCurrent(join(root, file), text))
    .map(([file]) => file);
}

function isCurrent(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") === text;
}
