// Writes CHANGELOG.md from the files in .changeset. There is one for all packages, because they share one version.

/**
 * Returns the text of a changeset, without its front matter.
 *
 * @throws Error if there is no front matter
 */
export function entryOf(changeset: string): string {
  const [, text] = /^---\n(?:.*?\n)?---\n(.*)$/s.exec(changeset) ?? [];
  if (text === undefined) throw new Error(`not a changeset, it has no front matter:\n${changeset}`);
  return text.trim();
}

/** Adds a version above the previous ones. Each entry becomes a list item; its other lines are indented. */
export function addVersion(
  changelog: string,
  { version, date, entries }: { version: string; date: string; entries: readonly string[] },
): string {
  const items = entries.map((entry) => `- ${entry.replaceAll(/\n(?!\n)/g, "\n  ")}`);
  const section = `## ${version} (${date})\n\n${items.join("\n")}\n`;
  const first = changelog.search(/^## /m);
  return first < 0
    ? `${changelog.trimEnd()}\n\n${section}`
    : `${changelog.slice(0, first)}${section}\n${changelog.slice(first)}`;
}
