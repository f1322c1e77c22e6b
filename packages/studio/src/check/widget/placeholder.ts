// Placeholders that have to be filled in before a flow can be deployed.

import { withoutLiquid } from "../../liquid/liquidParts.ts";

/** Placeholders of Terraform, shells, pipelines, Go and C, and those people write into samples. */
const forms = [
  /\$\{\s*[A-Za-z_][^{}]{0,300}\}/, // ${WORKFLOW_SID}, and over several lines as Terraform formats ${workflows["sales"]}
  /\$\([A-Za-z_][\w.]*\)/, // $(WorkflowSid)
  /%\{\s*[A-Za-z_][\w. ]*\}/, // %{workflow_sid}
  /#\{\s*[A-Za-z_][\w. ]*\}/, // #{WorkflowSid}
  /^\s*%[sdv]\s*$/, // %s
  /<<[^<>]+>>/, // <<URL>>
  /<[A-Z][A-Z0-9]*[_-][A-Z0-9_-]+>/, // <WORKFLOW_SID>
  /<(?:your|insert|enter|replace)\b[^<>]*>/i, // <your workflow>
  /(?<!\w)__[A-Z][A-Z0-9_]*__(?!\w)/, // __WORKFLOW_SID__
  /@@[A-Za-z_]\w*@@/, // @@WORKFLOW@@
  /(?<![A-Za-z0-9])YOUR[-_][A-Z0-9_-]*[A-Z0-9]/, // YOUR-WORKFLOW-SID
  /(?<![A-Za-z0-9])(?:REPLACE|CHANGE|INSERT|FILL)[-_]?(?:ME|THIS|HERE|IN)(?![A-Za-z0-9])/, // REPLACE_ME
  /\b[A-Z]{2}[xX]{30,34}\b/, // WWxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
];

/** These are placeholders only in URLs. */
const formsInUrls = [/%s(?![0-9A-Fa-f])/, /(?<=\/\/)your[-_][\w.-]+/i];

/** Returns the first placeholder in a string. Liquid is not a placeholder. */
export function findPlaceholder(text: string): string | undefined {
  const plain = text.includes("{") ? withoutLiquid(text, " ") : text;
  for (const form of plain.includes("://") ? [...forms, ...formsInUrls] : forms) {
    const [found] = form.exec(plain) ?? [];
    if (found !== undefined) return found.trim().replaceAll(/\s+/g, " ");
  }
  return undefined;
}
