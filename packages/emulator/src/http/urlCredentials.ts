// Credentials in a URL. Clients send them in a header; logs and signatures use the URL without them.

/** Splits a URL into the URL without credentials and the corresponding Authorization header. */
export function splitCredentials(url: URL): { bare: URL; authorization: string | undefined } {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  if (url.username === "") return { bare, authorization: undefined };
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return { bare, authorization: basicAuthorization(user, password) };
}

/** The Authorization header of HTTP Basic. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
