// CHANGELOG.md, which is written from the files in .changeset. One for all packages, since they share one version.

/**
 * Returns the text of a changeset, without the front matter that names packages.
 *
 * @throws Error if there is no front matter
 */
export function entryOf(changeset: string): string {
  const [, text] = /^---\n(?:.*?\n)?---\n(.*)$/s.exec(changeset) ?? [];
  if (text === undefined) throw new Error(`not a changeset, it has no front matter:\n${changeset}`);
  return text.trim();
}

/** Puts a version above those before it. Each entry becomes a list item; its further lines are indented. */
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
