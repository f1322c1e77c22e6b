// Whether a text is a template at all.

export function holdsLiquid(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}
