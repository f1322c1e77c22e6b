// Whether a string contains Liquid.

export function holdsLiquid(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}
