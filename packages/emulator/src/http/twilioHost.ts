// Names of Twilio's hosts: `<product>.twilio.com`, `<product>.<region>.twilio.com`, `<product>.<edge>.<region>.twilio.com`.
// Source: twilio.com/docs/global-infrastructure/understanding-edge-locations; twilio-node 6.3.1 base/BaseTwilio (getHostname)

/** Groups: the product, and the region or edge, such as `.au1` or `.dublin.ie1`. */
const form = /^([a-z0-9-]+)((?:\.[a-z][a-z-]*)?\.[a-z]{2}\d)?\.twilio\.com$/;

/**
 * The product's host without region and edge: `conversations.twilio.com` for `Conversations.au1.twilio.com:443`. All
 * regions and edges of the local Twilio have the same account. undefined if the host is not one of Twilio's.
 *
 * @param host as in the Host header, with or without port
 */
export function productHost(host: string): string | undefined {
  const [, product] = form.exec(nameOf(host)) ?? [];
  return product === undefined ? undefined : `${product}.twilio.com`;
}

/** The name in this host's certificate: `*.au1.twilio.com` for `conversations.au1.twilio.com`. A `*` is one label. */
export function certificateName(host: string): string | undefined {
  const [, product, place = ""] = form.exec(nameOf(host)) ?? [];
  return product === undefined ? undefined : `*${place}.twilio.com`;
}

/** Without port, in lower case, because host names are case-insensitive. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}
