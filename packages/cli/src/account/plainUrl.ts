// A URL as it may be shown. People put passwords into webhook URLs, before the host or behind the question mark.

/** The URL without user, password, fragment and what is in its query; what is no URL is not shown at all. */
export function plainUrl<Url extends string | null | undefined>(url: Url): Url | string {
  if (!url) return url;
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search ? "?…" : ""}`;
}

/** Host and path of a URL, or undefined where it is none. */
export function hostAndPath(url: string | null | undefined): { host: string; path: string } | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  return { host, path: pathname };
}
