// Names of Twilio's hosts: `<product>.twilio.com`, `<product>.<region>.twilio.com`, `<product>.<edge>.<region>.twilio.com`.
// Source: twilio.com/docs/global-infrastructure/understanding-edge-locations; twilio-node 6.2.0 base/BaseTwilio (getHostname)

/** Groups: the product, and where it is asked for, such as `.au1` or `.dublin.ie1`. */
const form = /^([a-z0-9-]+)((?:\.[a-z][a-z-]*)?\.[a-z]{2}\d)?\.twilio\.com$/;

/**
 * The host that answers for this one: `conversations.twilio.com` for `Conversations.au1.twilio.com:443`. Regions and edges
 * of the local Twilio all hold the same account. undefined when it is none of Twilio's.
 *
 * @param host as in the Host header, with or without port
 */
export function productHost(host: string): string | undefined {
  const [, product] = form.exec(nameOf(host)) ?? [];
  return product === undefined ? undefined : `${product}.twilio.com`;
}

/** What a certificate for this host names: `*.au1.twilio.com` for `conversations.au1.twilio.com`. A `*` is one label. */
export function certificateName(host: string): string | undefined {
  const [, product, place = ""] = form.exec(nameOf(host)) ?? [];
  return product === undefined ? undefined : `*${place}.twilio.com`;
}

/** Without port, in lower case: names of hosts do not tell upper from lower case. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}
