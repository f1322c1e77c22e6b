// Credentials that stand in a URL. Clients send them in a header; what is logged or signed is the URL without them.

export function splitCredentials(url: URL): { bare: URL; authorization: string | undefined } {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  if (url.username === "") return { bare, authorization: undefined };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { bare, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}
