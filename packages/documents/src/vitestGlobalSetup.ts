// Vitest's global setup: fetches Twilio's documents, once for all test files.

import type { TestProject } from "vitest/node";
import { type Documents, ensureDocuments } from "./ensureDocuments.ts";

declare module "vitest" {
  interface ProvidedContext {
    twilioDocuments: Documents;
  }
}

export async function setup(project: TestProject): Promise<void> {
  const documents = await ensureDocuments({
    root: project.vitest.config.root,
    progress(doing, work) {
      console.error(doing);
      return work();
    },
  });
  project.provide("twilioDocuments", documents);
}
