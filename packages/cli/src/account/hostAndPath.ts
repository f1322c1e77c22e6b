// Which program a URL reaches.

/** Host and path of a URL, or undefined if it is not a URL. */
export function hostAndPath(url: string | null | undefined): { host: string; path: string } | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  return { host, path: pathname };
}
