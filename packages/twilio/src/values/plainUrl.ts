// A URL that is safe to print. Webhook URLs often contain passwords, before the host or in the query.

/** Removes user, password, query and fragment from a URL; a string that is not a URL is not shown at all. */
export function plainUrl<Url extends string | null | undefined>(url: Url): Url | string {
  if (!url) return url;
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search ? "?…" : ""}`;
}
